import { people } from './person.js';

const applicant = people('Applicant', 'mail.example');
const inquiry = people('Inquiry', 'mail.example');

export const eveningPeople = {
  denise: applicant('Denise', 'Holloway', '240 0128'),
  ramon: applicant('Ramón', 'Vega', '571 0146'),
  keisha: applicant('Keisha', 'Grant', '301 0154'),
  stefan: applicant('Stefan', 'Petrović', '703 0132'),
  marybeth: inquiry('Mary Beth', 'O’Leary', '410 0167'),
  hyunwoo: inquiry('Hyun-woo', 'Choi', '443 0189'),
  latoya: inquiry('LaToya', 'Simmons', '202 0158'),
};
