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

  it('are refused where rows and columns do not fit, and to who sees no waves', async () => {
    expect((await send('xlsx', { ...table, rows: [['alone']] })).status).toBe(400);
    expect((await send('pdf', table)).status).toBe(400);
    expect((await send('xlsx', { ...table, columns: [] })).status).toBe(400);
    expect((await send('xlsx', table, await api.keyOf('courier', 'D1'))).status).toBe(403);
  });
});
