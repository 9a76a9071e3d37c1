interface Reason {
  reason: string;
  /** Whether another try may help. */
  mayHelp: boolean;
}

const reasons: Record<string, Reason> = {
  host: { reason: 'It is not on a server of the provider’s, so Parley did not fetch it.', mayHelp: true },
  address: { reason: 'Its server is not on the public internet, so Parley did not fetch it.', mayHelp: true },
  redirect: { reason: 'The provider pointed to another place, where Parley does not follow.', mayHelp: true },
  'too-large': { reason: 'It is larger than the 5 MB that Parley keeps.', mayHelp: false },
  empty: { reason: 'There was nothing in it.', mayHelp: true },
  gone: { reason: 'The provider no longer has it.', mayHelp: true },
  credentials: { reason: 'The provider did not let Parley have it. Tell your Administrator.', mayHelp: true },
  provider: { reason: 'The provider had a fault.', mayHelp: true },
  slow: { reason: 'The provider was too slow.', mayHelp: true },
  unreachable: { reason: 'The provider could not be reached.', mayHelp: true },
};

const unknown: Reason = { reason: 'Something went wrong.', mayHelp: true };

/** Why an attachment is not there, in words staff understand, and whether trying again may help. */
export const attachmentReason = (code: string | null): Reason => reasons[code ?? ''] ?? unknown;
