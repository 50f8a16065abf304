import { z } from 'zod';
import { importTemplate } from '../../../application/exchange/imports/import-template.js';
import { tableColumnsOf } from '../../../application/tables/columns/table-columns.js';
import { tableKinds } from '../../../application/tables/table-kinds.js';
import { InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { languageOf } from '../requests/language-of.js';
import { parseBody } from '../requests/parse-input.js';
import type { HttpServices } from '../services.js';
import { importColumns, importMapping, mapping } from './import-drafts-contract.js';
import { ownerOf } from './start-draft-job.js';

const mappingName = z.string().trim().min(1).max(100);

/** How partners' files are read, kept under names; and what columns there are to read. */
export function importMappingEndpoints(services: HttpServices): Endpoint[] {
  const { importMappings, importDrafts, clock } = services;
  const tellMapping = ({ name, mapping, changedBy, changedAt }: Awaited<ReturnType<typeof importMappings.get>>) => ({
    name,
    mapping,
    changedBy,
    changedAt: changedAt.toISOString(),
  });
  return [
    endpoint({
      method: 'get',
      path: '/import-columns',
      permission: 'imports:read',
      summary: 'The columns that each kind of file may have, in both languages.',
      answer: importColumns,
      async handle() {
        return {
          data: tableKinds.map((kind) => ({
            kind,
            columns: tableColumnsOf(kind).map(({ column, isRequired, label, help, form, unit, example }) => ({
              column,
              isRequired,
              label,
              help: help ?? null,
              form,
              unit: unit ?? null,
              example,
            })),
          })),
        };
      },
    }),
    endpoint({
      method: 'get',
      path: '/import-templates/:kind',
      permission: 'imports:read',
      summary: 'A file of a kind to begin with: headers in a language, an example row, and what each column means.',
      query: z.strictObject({ format: z.enum(['xlsx', 'csv']).optional(), language: z.enum(['zh', 'en']).optional() }),
      forms: {
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': undefined,
        'text/csv': undefined,
      },
      async handle({ params, query: { format = 'xlsx', language: said }, request, response }) {
        const kind = tableKinds.find((each) => each === params.kind);
        if (kind === undefined) throw new NotFoundError('import template', params.kind);
        const tables = importTemplate(kind, said ?? languageOf(request, response));
        response.type(format).attachment(`${kind}.${format}`);
        await services.writeTables(format === 'csv' ? tables.slice(0, 1) : tables, format, response);
        response.end();
        return undefined;
      },
    }),
    endpoint({
      method: 'get',
      path: '/import-mappings',
      permission: 'imports:read',
      summary: 'Kept mappings: of the own depot and of the house.',
      answer: z.object({ data: z.array(importMapping) }),
      async handle({ actor }) {
        return { data: (await importMappings.list(actor.depotIds)).map(tellMapping) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/import-mappings/:name',
      permission: 'imports:read',
      summary: 'One kept mapping.',
      answer: importMapping,
      handle: async ({ actor, params }) => tellMapping(await importMappings.get(params.name, actor.depotIds)),
    }),
    endpoint({
      method: 'put',
      path: '/import-mappings/:name',
      permission: 'imports:write',
      summary: 'Keep a mapping under a name: files of the same headers are read by it from then on.',
      body: mapping,
      answer: importMapping,
      async handle({ actor, params, body, request, response }) {
        const { name } = parseBody(z.object({ name: mappingName }), params, languageOf(request, response));
        const known = new Set(tableColumnsOf(body.kind).map(({ column }) => column));
        const said = [...Object.values(body.columns).map(({ column }) => column), ...Object.keys(body.constants)];
        const strange = said.find((column) => column !== null && !known.has(column));
        if (strange !== undefined) throw new InvalidInputError(told`There is no column ${strange} here.`);
        const trail = { depotIds: actor.depotIds, by: actor.name, at: clock.now() };
        return tellMapping(await importMappings.put(name, body, trail));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/import-mappings/:name',
      permission: 'imports:write',
      summary: 'Forget a kept mapping.',
      async handle({ actor, params }) {
        await importMappings.remove(params.name, { depotIds: actor.depotIds, by: actor.name, at: clock.now() });
        return undefined;
      },
    }),
    endpoint({
      method: 'put',
      path: '/import-drafts/:draftId/tables/:tableNo/mapping',
      permission: 'imports:write',
      summary: 'Keep how a table of a draft is read under a name.',
      body: z.strictObject({ name: mappingName }),
      answer: importMapping,
      async handle({ actor, params, body }) {
        const { draftId, tableNo } = params;
        return tellMapping(await importDrafts.keepMapping(draftId, ownerOf(actor), Number(tableNo), body.name));
      },
    }),
  ];
}
