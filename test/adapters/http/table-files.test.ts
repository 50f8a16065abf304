import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';

const table = {
  name: '车次 2024-06-14',
  columns: [
    { title: '车辆', kind: 'text' },
    { title: '里程 km', kind: 'kilometers' },
  ],
  rows: [
    ['团A10037', 41.1],
    ['=1+1', null],
  ],
};

eachDatabase('tables as files', (open) => {
  let api: Api;
  let key: string;
  beforeAll(async () => {
    api = await serveApi(await open());
    key = await api.keyOf('dispatcher', 'D1');
  });
  afterAll(() => api.close());

  const send = (format: string, json: object, as = key) =>
    fetch(`${api.address}/api/v1/table-files?format=${format}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });

  it('have the rows and columns that are sent, in their order', async () => {
    const answer = await send('xlsx', table);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=table.xlsx');
    const [{ sheet, data }] = await readWorkbook(Buffer.from(await answer.arrayBuffer()));
    expect(sheet).toBe('车次 2024-06-14');
    expect(data).toEqual([
      ['车辆', '里程 km'],
      ['团A10037', 41.1],
      ['=1+1', null],
    ]);
  });

  it('run nothing as a formula, and are UTF-8 for spreadsheets, as CSV', async () => {
    const answer = await send('csv', table);
    // The mark before UTF-8 is part of the file.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
    expect(text).toBe("\ufeff车辆,里程 km\r\n团A10037,41.1\r\n'=1+1,\r\n");
  });

  it('have a sheet of a name that spreadsheets take', async () => {
    for (const [name, sheet] of [
      ['🍎'.repeat(30), '🍎'.repeat(15)],
      ['History', 'History 2'],
    ]) {
      const answer = await send('xlsx', { ...table, name });
      expect(answer.status).toBe(200);
      expect((await readWorkbook(Buffer.from(await answer.arrayBuffer())))[0].sheet).toBe(sheet);
    }
  });

  it('are refused where rows and columns do not fit, and to who sees no waves', async () => {
    expect((await send('xlsx', { ...table, rows: [['alone']] })).status).toBe(400);
    expect((await send('pdf', table)).status).toBe(400);
    expect((await send('xlsx', { ...table, columns: [] })).status).toBe(400);
    const wide = { name: 'x', columns: Array.from({ length: 60 }, () => ({ title: 'x', kind: 'text' })) };
    // More cells than anybody looks at, and a table that is wrong all over: each one fault, not one a cell.
    for (const [rows, value] of [
      [2_000, 'x'],
      [1_000, true],
    ] as const) {
      const refused = await send('xlsx', { ...wide, rows: Array(rows).fill(Array(60).fill(value)) });
      expect(refused.status).toBe(400);
      expect((await refused.text()).length).toBeLessThan(1_000);
    }
    expect((await send('xlsx', table, await api.keyOf('courier', 'D1'))).status).toBe(403);
  });
});
