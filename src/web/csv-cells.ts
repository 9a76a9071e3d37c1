/**
 * Keeps a spreadsheet from taking a cell for a formula: what begins like one gets an apostrophe. What has one there
 * already gets another, so that every text comes back as it was.
 */
export const guarded = (cell: string) => (/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

export const unguarded = (cell: string) => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
