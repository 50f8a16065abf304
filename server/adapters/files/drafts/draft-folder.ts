import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { UnreadableDraftFile } from '../../../application/exchange/imports/drafts/draft.js';
import type { DraftFiles, FoundPlaces, SheetHead } from '../../../application/exchange/imports/drafts/draft-ports.js';
import { ConflictError, InvalidInputError } from '../../../domain/dispatch-error.js';
import { openCsvTable } from '../csv/csv-table.js';
import { timeZoneOf } from '../open-tables.js';
import { UnreadableFileError } from '../unreadable-file-error.js';
import { openSheet } from '../xlsx/spreadsheet-table.js';
import { sheetHeads } from './sheet-heads.js';

const candidatesFile = 'candidates.json';

const draftElsewhere =
  'The files of this draft lie with another server. Send them again there, or have TUANDA_DRAFTS_FOLDER name a folder that all servers share.';

/**
 * Files of drafts in a folder, which servers that share a database share as well: what was sent, and beside it what a
 * preview found, a line each.
 */
export function makeDraftFolder(drafts: string): DraftFiles {
  const folderOf = (draftId: string) => path.join(drafts, path.basename(draftId));
  const sentOf = (draftId: string) => path.join(folderOf(draftId), 'files');
  const fileOf = (draftId: string, name: string) => path.join(sentOf(draftId), path.basename(name));
  /** @throws ConflictError `draft-elsewhere` */
  const assertHere = (draftId: string) => {
    if (!existsSync(sentOf(draftId))) throw new ConflictError('draft-elsewhere', draftElsewhere);
  };
  const linesBeside = (draftId: string, name: string) => {
    assertHere(draftId);
    return linesOf<never>(path.join(folderOf(draftId), name));
  };

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
      assertHere(draftId);
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
      assertHere(draftId);
      try {
        return (await sheetHeads(fileOf(draftId, file), form))[0];
      } catch (error) {
        throw error instanceof UnreadableFileError ? new InvalidInputError(error.message) : error;
      }
    },

    async open(draftId, { file, sheet, name, text, headerAt }) {
      assertHere(draftId);
      const place = fileOf(draftId, file);
      const table =
        sheet === undefined
          ? await openCsvTable(place, { ...text!, headerAt })
          : await openSheet(place, sheet, headerAt);
      return { ...table, file: name };
    },

    async saveFindings(draftId, { findings, changes, addressed }) {
      assertHere(draftId);
      const lines = (all: readonly object[]) => all.map((each) => JSON.stringify(each)).join('\n');
      await writeFile(path.join(folderOf(draftId), 'findings.jsonl'), lines(findings), { mode: 0o600 });
      await writeFile(path.join(folderOf(draftId), 'changes.jsonl'), lines(changes), { mode: 0o600 });
      await writeFile(path.join(folderOf(draftId), 'addressed.jsonl'), lines(addressed), { mode: 0o600 });
    },

    findings: (draftId) => linesBeside(draftId, 'findings.jsonl'),
    changes: (draftId) => linesBeside(draftId, 'changes.jsonl'),
    addressed: (draftId) => linesBeside(draftId, 'addressed.jsonl'),

    async saveCandidates(draftId, found) {
      assertHere(draftId);
      const file = path.join(folderOf(draftId), candidatesFile);
      // A kill, or who looks meanwhile, finds those of before or these.
      await writeFile(`${file}.part`, JSON.stringify(found), { mode: 0o600 });
      await rename(`${file}.part`, file);
    },

    async candidates(draftId) {
      assertHere(draftId);
      const file = path.join(folderOf(draftId), candidatesFile);
      return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as FoundPlaces) : undefined;
    },
  };
}

async function* linesOf<T>(file: string): AsyncGenerator<T> {
  if (!existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file) })) if (line !== '') yield JSON.parse(line);
}
