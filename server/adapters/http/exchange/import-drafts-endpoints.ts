import { z } from 'zod';
import type { Draft } from '../../../application/exchange/imports/drafts/draft.js';
import { missingOf } from '../../../application/exchange/imports/drafts/draft-choices.js';
import { sentenceOf } from '../../../application/tables/finding-words/sentence.js';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { Language } from '../../../domain/told.js';
import { type Endpoint, endpoint, tableFiles } from '../endpoint.js';
import { job } from '../jobs-contract.js';
import { toldFinding } from '../orders/told-finding.js';
import { languageOf } from '../requests/language-of.js';
import type { HttpServices } from '../services.js';
import { pageOf, pageQuery } from '../shared-contract.js';
import {
  draftChange,
  draftChoice,
  draftFinding,
  draftFindingsQuery,
  draftTableChange,
  importDraft,
  mendedCell,
} from './import-drafts-contract.js';
import { pageOfStream } from './page-of-stream.js';
import { ownerOf, startDraftJob } from './start-draft-job.js';

/** Imports before they are taken. Everybody has their own; another's is answered as one that is not there. */
export function importDraftEndpoints(services: HttpServices): Endpoint[] {
  const { importDrafts } = services;
  return [
    endpoint({
      method: 'post',
      path: '/import-drafts',
      permission: 'imports:write',
      summary:
        'Send files to look at before they are taken: what each is, what its columns are, what would be refused.',
      creates: true,
      transaction: 'own',
      upload: tableFiles,
      status: 201,
      answer: importDraft,
      async handle({ actor, files, once, request, response }) {
        if (files.length === 0) throw new InvalidInputError('Send one or more files as multipart/form-data.');
        const language = languageOf(request, response);
        let answer: unknown;
        await importDrafts.begin(files, ownerOf(actor), async (draft, add) => {
          answer = await once(async () => {
            await add();
            return toldDraft(draft, language);
          });
        });
        return answer;
      },
    }),
    endpoint({
      method: 'get',
      path: '/import-drafts',
      permission: 'imports:read',
      summary: 'Own imports that were not taken yet, the newest first.',
      answer: z.object({ data: z.array(importDraft) }),
      async handle({ actor, request, response }) {
        const language = languageOf(request, response);
        return { data: (await importDrafts.list(ownerOf(actor))).map((draft) => toldDraft(draft, language)) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/import-drafts/:draftId',
      permission: 'imports:read',
      summary: 'An import that was not taken yet: its tables with their first rows, columns and what they lack.',
      answer: importDraft,
      async handle({ actor, params, request, response }) {
        return toldDraft(await importDrafts.get(params.draftId, ownerOf(actor)), languageOf(request, response));
      },
    }),
    endpoint({
      method: 'patch',
      path: '/import-drafts/:draftId',
      permission: 'imports:write',
      summary: 'Say what becomes of orders of which a line is refused.',
      body: draftChoice,
      answer: importDraft,
      async handle({ actor, params, body, request, response }) {
        const draft = await importDrafts.chooseIncomplete(params.draftId, ownerOf(actor), body.incompleteOrders);
        return toldDraft(draft, languageOf(request, response));
      },
    }),
    endpoint({
      method: 'patch',
      path: '/import-drafts/:draftId/tables/:tableNo',
      permission: 'imports:write',
      summary: 'Say what a table is: its kind, header row, columns, encoding, datum, and what stands in every row.',
      body: draftTableChange,
      answer: importDraft,
      async handle({ actor, params, body, request, response }) {
        const { encoding, delimiter, mapping, ...change } = body;
        const [draftId, owner, tableNo] = [params.draftId, ownerOf(actor), Number(params.tableNo)];
        if (encoding !== undefined || delimiter !== undefined) {
          const form = { ...(encoding && { encoding }), ...(delimiter && { delimiter }) };
          await importDrafts.changeForm(draftId, owner, tableNo, form);
        }
        if (mapping !== undefined) await importDrafts.useMapping(draftId, owner, tableNo, mapping);
        const draft = await importDrafts.change(draftId, owner, tableNo, change);
        return toldDraft(draft, languageOf(request, response));
      },
    }),
    endpoint({
      method: 'put',
      path: '/import-drafts/:draftId/cells',
      permission: 'imports:write',
      summary: 'Put a value in place of one cell of a file, or give back what stood there.',
      body: mendedCell,
      answer: importDraft,
      async handle({ actor, params, body, request, response }) {
        const mended = { ...body, value: body.value ?? undefined };
        const draft = await importDrafts.mend(params.draftId, ownerOf(actor), mended);
        return toldDraft(draft, languageOf(request, response));
      },
    }),
    endpoint({
      method: 'post',
      path: '/import-drafts/:draftId/preview',
      permission: 'imports:write',
      summary: 'Read the files against the record, in the background, without taking anything.',
      status: 202,
      answer: job,
      handle: (ask) => startDraftJob(services, ask, 'preview-import'),
    }),
    endpoint({
      method: 'get',
      path: '/import-drafts/:draftId/findings',
      permission: 'imports:read',
      summary: 'What the last preview would refuse or warn of.',
      query: draftFindingsQuery,
      answer: pageOf(draftFinding),
      async handle({ actor, params, query: { level, code, file, ...page }, request, response }) {
        const draft = await importDrafts.get(params.draftId, ownerOf(actor));
        const language = languageOf(request, response);
        const found = await pageOfStream(importDrafts.findings(draft), page, (finding) =>
          [level ?? finding.level, code ?? finding.code, file ?? finding.file].every(
            (wanted, at) => wanted === [finding.level, finding.code, finding.file][at],
          ),
        );
        return { ...found, data: found.data.map((finding) => toldFinding(finding, language)) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/import-drafts/:draftId/changes',
      permission: 'imports:read',
      summary: 'Which things of the network the last preview would add or change, field by field; the first 5,000.',
      query: z.strictObject({ ...pageQuery, kind: z.string().max(50).optional() }),
      answer: pageOf(draftChange),
      async handle({ actor, params, query: { kind, ...page } }) {
        const draft = await importDrafts.get(params.draftId, ownerOf(actor));
        return pageOfStream(importDrafts.changes(draft), page, (change) => kind === undefined || change.kind === kind);
      },
    }),
    endpoint({
      method: 'get',
      path: '/import-drafts/:draftId/refused',
      permission: 'imports:read',
      summary:
        'The rows that the last preview would refuse, with what is wrong beside each: correct them and send them again.',
      query: z.strictObject({
        format: z.enum(['xlsx', 'csv']).optional(),
        language: z.enum(['zh', 'en']).optional().describe('Else as Accept-Language prefers.'),
        table: z.coerce.number().int().optional(),
      }),
      forms: {
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': undefined,
        'text/csv': undefined,
      },
      async handle({ actor, params, query: { format = 'xlsx', table, language: said }, request, response }) {
        const draft = await importDrafts.get(params.draftId, ownerOf(actor));
        const language = said ?? languageOf(request, response);
        const tables = await importDrafts.refused(draft, language, table);
        response.type(format).attachment(`refused.${format}`);
        await services.writeTables(tables, format, response);
        response.end();
        return undefined;
      },
    }),
    endpoint({
      method: 'post',
      path: '/import-drafts/:draftId/take',
      permission: 'imports:write',
      summary: 'Take the files into the record, in the background; the draft is gone then.',
      status: 202,
      answer: job,
      handle: (ask) => startDraftJob(services, ask, 'take-import'),
    }),
    endpoint({
      method: 'delete',
      path: '/import-drafts/:draftId',
      permission: 'imports:write',
      summary: 'Throw the files away.',
      async handle({ actor, params }) {
        await importDrafts.throwAway(params.draftId, ownerOf(actor));
        return undefined;
      },
    }),
  ];
}

function toldDraft(draft: Draft, language: Language) {
  const { draftId, begunAt, endsAt, tables, unreadable, incompleteOrders, preview, version } = draft;
  return {
    draftId,
    incompleteOrders,
    begunAt: begunAt.toISOString(),
    endsAt: endsAt.toISOString(),
    tables: tables.map((table) => ({
      ...table,
      sheet: table.sheet ?? null,
      text: table.text ?? null,
      kind: table.kind ?? null,
      missing: missingOf(table),
      mapping: table.mapping ?? null,
    })),
    unreadable: unreadable.map(({ file, sentence, facts }) => ({
      file,
      reason: sentenceOf(sentence, facts, language),
    })),
    preview: preview === undefined ? null : toldPreview(preview, version, language),
  };
}

function toldPreview({ version, ...preview }: NonNullable<Draft['preview']>, now: number, language: Language) {
  const codes = preview.codes.map(({ first, ...each }) => ({
    ...each,
    example: sentenceOf(first.sentence, first.facts, language),
  }));
  const { addressCount = 0, waves = [] } = preview;
  return { ...preview, addressCount, codes, waves, isCurrent: version === now };
}
