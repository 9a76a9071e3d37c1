import { people } from './person.js';

const inquiry = people('Inquiry', 'mail.example');
const parent = people('Parent', 'family.example');
const counselor = people('School counselor', 'highschool.example');

export const others = {
  jade: inquiry('Jade', 'Littlefield', '503 0144'),
  ben: inquiry('Ben', 'Castellano', '585 0137'),
  xin: inquiry('Xin Yi', 'Zhao', '626 0149'),
  mateo: inquiry('Mateo', 'Delgado', '480 0118'),
  olivia: inquiry('Olivia', 'Hartmann', '317 0166'),
  devon: inquiry('Devon', 'Pierce', '336 0152'),
  ines: inquiry('Inês', 'Duarte', '862 0125'),
  samir: inquiry('Samir', 'Haddad', '419 0140'),
  tessa: inquiry('Tessa', 'van der Berg', '616 0163'),
  kwame: inquiry('Kwame', 'Asante', '614 0178'),
  bella: inquiry('Isabella', 'Rossi', '516 0181'),
  jo: inquiry('Jo', '', '206 0103', ''),

  carmen: parent('Carmen', 'Ortiz', '305 0183'),
  robert: parent('Robert', 'Thompson', '404 0143'),
  linh: parent('Linh', 'Nguyễn', '714 0152'),
  patricia: parent('Patricia', 'O’Connor', '617 0134'),
  deborah: parent('Deborah', 'Brandt', '515 0121'),
  sunita: parent('Sunita', 'Mehta', ['408 0113', '669 0114']),
  yolanda: parent('Yolanda', 'Washington', '504 0148'),
  hassan: parent('Hassan', 'al-Sayed', '248 0116'),

  ellen: counselor('Ellen', 'Fitzgerald', '617 0170'),
  terrence: counselor('Terrence', 'Boyd', '901 0171'),
  graciela: counselor('Graciela', 'Fuentes', '210 0173'),
  weiling: counselor('Wei-Ling', 'Chang', '213 0175'),
  annemarie: counselor('Anne-Marie', 'Dubois', '207 0177'),
  paul: counselor('Paul', 'Sørensen', '612 0179', 'paul.sorensen'),

  // Who came in twice: by a web form under a short name, and with a letter wrong from a fair.
  bellaAgain: inquiry('Bella', 'Rossi', '516 0181', ''),
  emmaAgain: inquiry('Emma', 'Kowalczik', '216 0186', 'emma.kowalczyk'),
};
