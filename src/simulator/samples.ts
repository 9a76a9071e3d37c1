import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../root.js';

/** The pictures that the telephones have in them. */
export const samples = [
  { name: 'transcript', label: 'A transcript', file: 'transcript.png', url: '/samples/transcript.png' },
  { name: 'id-card', label: 'A school ID', file: 'id-card.png', url: '/samples/id-card.png' },
  { name: 'campus', label: 'A picture of the campus', file: 'campus.png', url: '/samples/campus.png' },
] as const;

export const sampleNamed = (name: unknown) => samples.find((sample) => sample.name === name);

/** The address by which a webhook of the simulator names one. It leads nowhere: `.invalid` never does. */
export const addressOf = ({ file }: (typeof samples)[number]) => `https://phones.invalid/${file}`;

export const bytesOf = ({ file }: (typeof samples)[number]) => readFile(join(root, 'public/samples', file));
