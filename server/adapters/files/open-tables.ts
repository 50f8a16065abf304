import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { kindOfName } from '../../application/tables/columns/recognise-table.js';
import { type Finding, makeFinding, type Table } from '../../application/tables/finding.js';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import { isTimeZone } from '../../domain/local-time.js';
import { openCsvTable } from './csv/csv-table.js';
import { UnreadableFileError } from './unreadable-file-error.js';
import { openSpreadsheetTables } from './xlsx/spreadsheet-table.js';

/** What was found under the given paths. */
export interface OpenedFiles {
  readonly tables: readonly Table[];
  /** Files that are no tables, with the reason. */
  readonly unreadable: readonly Finding[];
  /** Files of a folder whose names are not of a day's format. */
  readonly passedOver: readonly string[];
  /** From day.json. */
  readonly timeZone: string | undefined;
}

/**
 * Opens files and folders for an import. A folder is not descended into; in it only files of a day's names count.
 *
 * @throws InvalidInputError when a path leads nowhere, or day.json is broken.
 */
export async function openTables(paths: readonly string[]): Promise<OpenedFiles> {
  const files: string[] = [];
  const passedOver: string[] = [];
  let timeZone: string | undefined;
  for (const given of paths) {
    const found = statSync(given, { throwIfNoEntry: false });
    if (found === undefined) throw new InvalidInputError(`There is no file or folder ${given}.`);
    if (!found.isDirectory()) {
      if (path.basename(given) === 'day.json') timeZone = timeZoneOf(given);
      else files.push(given);
      continue;
    }
    for (const entry of readdirSync(given, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = path.join(given, entry.name);
      if (entry.name === 'day.json') timeZone = timeZoneOf(file);
      else if (entry.isFile() && isOfTheDay(entry.name)) files.push(file);
      else passedOver.push(entry.name);
    }
  }
  const tables: Table[] = [];
  const unreadable: Finding[] = [];
  for (const file of files) {
    try {
      if (/\.xlsx$/i.test(file)) tables.push(...(await openSpreadsheetTables(file)));
      else tables.push(await openCsvTable(file));
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      const place = { file: path.basename(file), line: 0, column: '', value: '' };
      unreadable.push(makeFinding('refused', place, error.sentence, error.facts));
    }
  }
  return { tables, unreadable, passedOver, timeZone };
}

function isOfTheDay(name: string): boolean {
  return /\.(csv|xlsx)$/i.test(name) && kindOfName(name) !== undefined;
}

/** @throws InvalidInputError when day.json is broken. */
export function timeZoneOf(file: string): string | undefined {
  let day: { timezone?: unknown } | null;
  try {
    day = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InvalidInputError(`${path.basename(file)} is no JSON: ${(error as Error).message}.`);
  }
  if (typeof day !== 'object' || day === null || Array.isArray(day)) {
    throw new InvalidInputError(`${path.basename(file)} holds no object; it begins with { and ends with }.`);
  }
  if (day.timezone === undefined) return undefined;
  if (typeof day.timezone === 'string' && isTimeZone(day.timezone)) return day.timezone;
  throw new InvalidInputError(
    `${path.basename(file)} names the time zone ${String(day.timezone)}, which there is not.`,
  );
}
