/** What may be said of a failure in the log: a failed query carries its values, and so the texts and names of applicants. */
export function kindOfFailure(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  return `${name ?? 'Error'} ${code ?? ''}`;
}
