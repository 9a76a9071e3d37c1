/** The first of some moments; nothing when there is none among them. */
export function earliest(moments: (Date | null)[]): Date | null {
  const some = moments.flatMap((moment) => (moment ? [moment.getTime()] : []));
  return some.length ? new Date(Math.min(...some)) : null;
}
