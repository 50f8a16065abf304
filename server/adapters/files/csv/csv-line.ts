/**
 * One line of a CSV file, with its line end.
 *
 * Text that a spreadsheet would run as a formula gets an apostrophe before it, and so does text that would read the
 * same as such a guarded one. So a program gets every text back: where apostrophes are followed by one of the dangerous
 * characters, it takes the first apostrophe off. Numbers are left alone.
 */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

/** What spreadsheets take for a formula's beginning, the full-width forms of Chinese keyboards too. */
const formula = /^'*[=+\-@＝＋－＠\t\r\n]/;
const number = /^[-+]?\d+(\.\d+)?$/;

function toCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = formula.test(value) && !number.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
