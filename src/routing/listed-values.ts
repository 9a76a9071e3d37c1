/** Reads a list as people type it: commas, semicolons or new lines between the values; one with a comma in quotes. */
export const listIn = (typed: string): string[] =>
  [...typed.matchAll(/[ \t]*"((?:[^"\n]|"")*)"[ \t\r]*(?=[,;\n]|$)|[^,;\n]+/g)]
    .map(([all, quoted]) => (quoted?.replaceAll('""', '"') ?? all).trim())
    .filter(Boolean);

/** The same the other way round, one value a line. */
export const listed = (values: string[]): string =>
  values.map((value) => (/[,;]|^".*"$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join('\n');
