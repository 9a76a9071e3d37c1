export { folded } from '../database/folded.js';
