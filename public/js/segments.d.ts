export interface Segments {
  /** Parts that are sent and paid for; none for an empty text. */
  readonly count: number;
  readonly encoding: 'GSM-7' | 'Unicode';
  /** Septets in GSM-7, UTF-16 code units in Unicode. */
  readonly units: number;
  /** Units that still fit into the last part. */
  readonly left: number;
  /** The characters that GSM-7 does not have, each once. */
  readonly forcedBy: readonly string[];
}

export interface Replacement {
  readonly text: string;
  readonly replaced: readonly string[];
}

/** Says in how many parts a text is sent, what is left in the last one, and which characters force Unicode. */
export function segmentsOf(text: string): Segments;

/** The same in words: "183 characters · 2 segments · 123 left". Nothing for an empty text. */
export function countInWords(text: string): string;

/** Offers the text in plain characters: what it would become, and which characters would be replaced; or null. */
export function replaceable(text: string): Replacement | null;
