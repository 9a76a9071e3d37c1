import { nationalForm } from '../programs/phone.js';

/** "Main line (202) 555-0100": one of our numbers, as staff know it. */
export const nationalNumber = (
  { program_number: number, label }: { program_number: string; label: string },
  country: string,
) => (number ? `${label} ${nationalForm(number, country)}` : '');
