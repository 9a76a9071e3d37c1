/** Where what comes with texts is fetched. There really are several: Vonage's servers, and the simulator's telephones. */
export abstract class Media {
  /** The bytes behind an address that came in an authenticated webhook. Fails with one of the errors below. */
  abstract fetch(url: string): Promise<Buffer>;
}

/** The most that is kept of one attachment. More does not go through the networks. */
export const mostBytes = 5 * 1024 * 1024;

/** It must not be fetched, or is of no use, however often one tries. The reasons are keys of `attachment-reasons.ts`. */
export class MediaRefused extends Error {
  constructor(readonly reason: 'host' | 'address' | 'redirect' | 'too-large') {
    super(reason);
  }
}

/** It could not be had this time. */
export class MediaUnavailable extends Error {
  constructor(readonly reason: 'gone' | 'credentials' | 'provider' | 'slow' | 'unreachable' | 'empty') {
    super(reason);
  }
}
