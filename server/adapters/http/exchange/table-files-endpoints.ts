import { type Endpoint, endpoint } from '../endpoint.js';
import { sendWhole } from '../requests/send-whole.js';
import type { HttpServices } from '../services.js';
import { type SeenTable, seenTable, tableFileQuery } from './table-files-contract.js';

/** Narrow enough to be looked at beside each other, in characters. */
const widths = { least: 8, most: 40 };
const mediaTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
};

/** Tables as they are seen, as files: only what is sent is written, and nothing is read. */
export function tableFilesEndpoints(services: Pick<HttpServices, 'writeTables'>): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/table-files',
      permission: 'waves:read',
      transaction: 'own',
      summary: 'A table that is sent, as a workbook or CSV: the rows and columns that somebody sees on a page.',
      query: tableFileQuery,
      body: seenTable,
      forms: { [mediaTypes.xlsx]: undefined, [mediaTypes.csv]: undefined },
      async handle({ query: { format }, body, response }) {
        response.attachment(`table.${format}`).type(mediaTypes[format]);
        await sendWhole(response, () => services.writeTables([tableOf(body)], format, response));
        return undefined;
      },
    }),
  ];
}

function tableOf({ name, columns, rows }: SeenTable) {
  return {
    name,
    columns: columns.map((column, at) => ({
      ...column,
      width: widthOf([column.title, ...rows.map((row) => row[at])]),
    })),
    rows: rows.map((row) => row.map((cell) => cell ?? undefined)),
  };
}

/** Chinese signs are as wide as two others. */
function widthOf(cells: readonly (string | number | null)[]): number {
  const lengths = cells.map((cell) => String(cell ?? '').replace(/\p{Script=Han}/gu, '  ').length);
  return Math.min(widths.most, Math.max(widths.least, ...lengths) + 2);
}
