import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { UnreadableDraftFile } from '../../../application/exchange/imports/drafts/draft.js';
import type { DraftFiles, FoundPlaces, SheetHead } from '../../../application/exchange/imports/drafts/draft-ports.js';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { openCsvTable } from '../csv/csv-table.js';
import { timeZoneOf } from '../open-tables.js';
import { UnreadableFileError } from '../unreadable-file-error.js';
import { openSheet } from '../xlsx/spreadsheet-table.js';
import { sheetHeads } from './sheet-heads.js';

const candidatesFile = 'candidates.json';

/** Files of drafts below a data folder: what was sent, and beside it what a preview found, a line each. */
export function makeDraftFolder(dataFolder: string): DraftFiles {
  const drafts = path.join(dataFolder, 'import-drafts');
  const folderOf = (draftId: string) => path.join(drafts, path.basename(draftId));
  const sentOf = (draftId: string) => path.join(folderOf(draftId), 'files');
  const fileOf = (draftId: string, name: string) => path.join(sentOf(draftId), path.basename(name));

  return {
    async keep(draftId, files) {
      await mkdir(sentOf(draftId), { recursive: true, mode: 0o700 });
      for (const file of files) await copyFile(file, fileOf(draftId, file));
    },

    remove: (draftId) => rm(folderOf(draftId), { recursive: true, force: true }),

    async listUntouched(since) {
      if (!existsSync(drafts)) return [];
      const untouched: string[] = [];
      for (const name of await readdir(drafts)) {
        // It may be thrown away meanwhile.
        const found = await stat(folderOf(name)).catch(() => undefined);
        if (found !== undefined && found.mtime < since) untouched.push(name);
      }
      return untouched;
    },

    async inspect(draftId) {
      const heads: SheetHead[] = [];
      const unreadable: UnreadableDraftFile[] = [];
      let timeZone: string | undefined;
      for (const name of (await readdir(sentOf(draftId))).sort()) {
        if (name === 'day.json') {
          timeZone = timeZoneOf(fileOf(draftId, name));
          continue;
        }
        try {
          heads.push(...(await sheetHeads(fileOf(draftId, name))));
        } catch (error) {
          if (!(error instanceof UnreadableFileError)) throw error;
          unreadable.push({ file: name, sentence: error.sentence, facts: error.facts });
        }
      }
      return { heads, unreadable, timeZone };
    },

    async inspectText(draftId, file, form) {
      try {
        return (await sheetHeads(fileOf(draftId, file), form))[0];
      } catch (error) {
        throw error instanceof UnreadableFileError ? new InvalidInputError(error.message) : error;
      }
    },

    async open(draftId, { file, sheet, name, text, headerAt }) {
      const place = fileOf(draftId, file);
      const table =
        sheet === undefined
          ? await openCsvTable(place, { ...text!, headerAt })
          : await openSheet(place, sheet, headerAt);
      return { ...table, file: name };
    },

    async saveFindings(draftId, { findings, changes, addressed }) {
      const lines = (all: readonly object[]) => all.map((each) => JSON.stringify(each)).join('\n');
      await writeFile(path.join(folderOf(draftId), 'findings.jsonl'), lines(findings), { mode: 0o600 });
      await writeFile(path.join(folderOf(draftId), 'changes.jsonl'), lines(changes), { mode: 0o600 });
      await writeFile(path.join(folderOf(draftId), 'addressed.jsonl'), lines(addressed), { mode: 0o600 });
    },

    findings: (draftId) => linesOf(path.join(folderOf(draftId), 'findings.jsonl')),
    changes: (draftId) => linesOf(path.join(folderOf(draftId), 'changes.jsonl')),
    addressed: (draftId) => linesOf(path.join(folderOf(draftId), 'addressed.jsonl')),

    async saveCandidates(draftId, found) {
      const file = path.join(folderOf(draftId), candidatesFile);
      // A kill, or who looks meanwhile, finds those of before or these.
      await writeFile(`${file}.part`, JSON.stringify(found), { mode: 0o600 });
      await rename(`${file}.part`, file);
    },

    async candidates(draftId) {
      const file = path.join(folderOf(draftId), candidatesFile);
      return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as FoundPlaces) : undefined;
    },
  };
}

async function* linesOf<T>(file: string): AsyncGenerator<T> {
  if (!existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file) })) if (line !== '') yield JSON.parse(line);
}
