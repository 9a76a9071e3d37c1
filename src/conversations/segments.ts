// One implementation for the server and the browser: the browser gets the same file.
export { countInWords, segmentsOf } from '#segments';
