const millisecondsOfDay = 86_400_000;
/** Days of the two calendars that workbooks count from; what lies before their second year is a time without a date. */
const beginnings = [Date.UTC(1904, 0, 1), Date.UTC(1899, 11, 30)];
const firstDate = Date.UTC(1905, 0, 1);
/** Spreadsheets keep 15 digits of a number. */
const mostExact = 1e15;

/** Whether a number is one of which a spreadsheet has rounded digits away. */
export function isRounded(cell: unknown): boolean {
  return typeof cell === 'number' && Math.abs(cell) >= mostExact;
}

/** A cell as it would stand in a CSV file. Dates of a spreadsheet have no time zone: they are read as local. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return dateText(cell.getTime());
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  // Ten significant decimals: 0.1 + 0.2 in a cell is 0.3.
  if (typeof cell === 'number') return isRounded(cell) ? String(cell) : String(Number(cell.toFixed(10)));
  return String(cell);
}

/** A time of day typed into a cell is a moment of the calendar's first day, and midnight at its end one of the second. */
function dateText(milliseconds: number): string {
  // Parts of a day are kept as fractions, which miss whole seconds by a little.
  const rounded = Math.round(milliseconds / 1000) * 1000;
  const begin = beginnings.find((each) => rounded >= each);
  if (rounded < firstDate && begin !== undefined && rounded - begin <= 2 * millisecondsOfDay) {
    const seconds = (rounded - begin) / 1000;
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const parts = rest === 0 ? [hours, minutes] : [hours, minutes, rest];
    return parts.map((part) => String(part).padStart(2, '0')).join(':');
  }
  const text = new Date(rounded).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19);
}
