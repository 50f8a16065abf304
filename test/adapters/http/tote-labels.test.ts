import { beforeEach, expect, it } from 'vitest';
import { labelPapers } from '../../../server/application/exchange/exports/tote-labels.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { readPdf } from '../../support/pdf-text.js';
import { readGraphic } from '../../support/read-zpl.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';

/** A customer of station S1 has 40 bottles of 1 kg, with the others' 45: three totes of 15 kg. */
const threeTotes = {
  ...smallDay,
  'orders.csv': `${smallDay['orders.csv']}O4,K4,normal,S1,2024-06-13T20:10:00+08:00,2024-06-14,1,40,48,chilled,\n`,
  'order_lines.csv': `${smallDay['order_lines.csv']}O4,1,MILK,40\n`,
};

eachDatabase("totes' labels and packing lists", (open) => {
  let api: Api;
  let key: string;
  beforeEach(async () => {
    api = await serveApi(await open());
    key = await api.keyOf('picker', 'D1');
    await api.record.importFrom(writeFiles(threeTotes));
    return () => api.close();
  });

  const send = (path: string, json?: object, by = key) =>
    fetch(`${api.address}/api/v1/waves/${wave}/${path}`, {
      method: json === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json' },
      body: json === undefined ? undefined : JSON.stringify(json),
    });
  const labels = async (json: object) => {
    const answer = await send('labels', json);
    expect(answer.status).toBe(200);
    return answer;
  };
  const pagesOf = async (answer: Response) =>
    (await readPdf(new Uint8Array(await answer.arrayBuffer()))).map((page) => page.map(({ text }) => text).join(' '));
  const codes = async (): Promise<string[]> => {
    const { data } = (await api.ask('GET', `/waves/${wave}/totes`, { key })).body;
    return data.map((tote: { labelCode: string }) => tote.labelCode);
  };

  it('are printed one for each tote, with what tells it from the others', async () => {
    await api.record.plan(wave);
    const all = await codes();
    expect(all).toHaveLength(5);
    const answer = await labels({ paper: 'a4-2x5' });
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename=${wave}-labels.pdf`);
    const pages = await pagesOf(answer);
    expect(pages).toHaveLength(1);
    for (const code of all) expect(pages[0].split(code)).toHaveLength(2);
    for (const said of ['藏', '一号站', '0 至 4 ℃', '第 1 车次', '2/3']) expect(pages[0]).toContain(said);
    const english = (await pagesOf(await labels({ paper: '100x60', language: 'en', zone: 'frozen' }))).join(' ');
    expect(english).toMatch(/\bF\b.*Frozen -25 to -18 °C/);
    expect(english).toContain('Run 1 · Stop');
    expect(english).toContain('Copy 2');
  });

  it('are those of a zone, a station or a run', async () => {
    await api.record.plan(wave);
    const [{ runId }] = (await api.ask('GET', `/runs?wave=${wave}`, { key: await api.keyOf('dispatcher', 'D1') })).body
      .data;
    const listed = async (query: string) => {
      const answer = await send(`exports/packing-lists?format=csv&${query}`);
      const rows = answer.status === 200 ? (await answer.text()).trim().split('\r\n').slice(1) : [];
      return new Set(rows.map((row) => row.split(',')[0])).size;
    };
    expect(await listed('zone=chilled')).toBe(3);
    expect(await listed('station=s2')).toBe(1);
    expect(await listed('station=S1&zone=ambient')).toBe(1);
    expect(await listed(`run=${runId}`)).toBe(5);
    expect((await send('labels', { paper: '60x40', run: 'none' })).status).toBe(404);
    expect(await pagesOf(await labels({ paper: '60x40', zone: 'chilled', station: 's1', run: runId }))).toHaveLength(3);
    // Each time is counted, and what is refused is not.
    const { data } = (await api.ask('GET', `/waves/${wave}/totes`, { key })).body;
    const printed = (zoneId: string) =>
      data
        .filter((tote: { zoneId: string }) => tote.zoneId === zoneId)
        .map((tote: { labelsPrinted: number }) => tote.labelsPrinted);
    expect(printed('chilled')).toEqual([1, 1, 1]);
    expect(printed('ambient')).toEqual([0]);
  });

  it('are printed before the plan stands, without a run', async () => {
    await api.record.waves.close(wave, new Date('2024-06-13T16:00:00Z'), 'test');
    const pages = (await pagesOf(await labels({ paper: '100x100' }))).join(' ');
    expect(pages).toContain('一号站');
    expect(pages).not.toContain('车次');
    expect(pages).not.toContain('补打');
  });

  it('are numbered one by one where several are printed at once', async () => {
    await api.record.plan(wave);
    const order = { paper: '60x40', language: 'en', zone: 'frozen' };
    const printed = await Promise.all([1, 2, 3, 4].map(async () => (await pagesOf(await labels(order))).join(' ')));
    const copies = printed.map((page) => /Copy (\d+)/.exec(page)?.[1]);
    expect(copies.toSorted()).toEqual(['2', '3', '4', undefined]);
    const { data } = (await api.ask('GET', `/waves/${wave}/totes?zone=frozen`, { key })).body;
    expect(data.map((tote: { labelsPrinted: number }) => tote.labelsPrinted)).toEqual([4]);
  });

  it('go to label printers as ZPL, the codes as codes and Chinese as pictures', async () => {
    await api.record.plan(wave);
    const all = await codes();
    for (const paper of ['100x100', '60x40'] as const) {
      const answer = await labels({ paper, format: 'zpl' });
      expect(answer.headers.get('content-type')).toContain('application/zpl');
      const sent = (await answer.text()).split('^XZ').slice(0, -1);
      expect(sent).toHaveLength(all.length);
      const { width, height } = labelPapers[paper];
      for (const label of sent) {
        expect(label.trim().startsWith('^XA')).toBe(true);
        expect(label).toContain(`^PW${width * 8}\n^LL${height * 8}\n`);
        const [, code] = /\^BQN,2,\d+\^FDMA,(\w+)\^FS/.exec(label)!;
        expect(all).toContain(code);
        expect(label.includes('^BCN')).toBe(height === 100);
        // All that is placed lies on the label.
        for (const [, left, top, field] of label.matchAll(/\^FO(-?\d+),(-?\d+)(.*)\^FS/g)) {
          expect(Number(left)).toBeGreaterThanOrEqual(0);
          expect(Number(top)).toBeGreaterThanOrEqual(0);
          const graphic = /^\^GFA,(\d+),\d+,(\d+),/.exec(field);
          if (graphic === null) continue;
          const [total, bytes] = [Number(graphic[1]), Number(graphic[2])];
          const dots = readGraphic(field, bytes * 8);
          expect(dots.some((dot) => dot === 1)).toBe(true);
          expect(Number(left) + bytes * 8).toBeLessThanOrEqual(width * 8 + 8);
          expect(Number(top) + total / bytes).toBeLessThanOrEqual(height * 8);
        }
      }
    }
    const refused = await send('labels', { paper: 'a4-2x5', format: 'zpl' });
    expect(refused.status).toBe(400);
    expect(refused.headers.get('content-disposition')).toBeNull();
    expect((await send('labels', { paper: '1x1' })).status).toBe(400);
    expect((await send('labels', { paper: '60x40' }, await api.keyOf('courier'))).status).toBe(403);
    expect((await send('labels', { paper: '60x40' }, await api.keyOf('picker', 'D2'))).status).toBe(404);
  });

  it('stand on packing lists with what is in each tote, by customer where that is wanted', async () => {
    await api.record.plan(wave);
    const [page] = await pagesOf(await send('exports/packing-lists?station=S1&zone=chilled'));
    for (const said of ['装箱单 · 冷藏', '一号站', '3 箱', '共 45 件', '1/3', '3/3', '鲜牛奶', 'MILK'])
      expect(page).toContain(said);
    expect(page).not.toContain('K4');
    const named = (
      await pagesOf(await send('exports/packing-lists?station=S1&zone=chilled&customers=yes&language=en'))
    )[0];
    expect(named).toContain('Packing list');
    expect(named).toMatch(/K4 ×\d+/);
    // A sheet for each station and zone.
    expect(await pagesOf(await send('exports/packing-lists'))).toHaveLength(3);
    const csv = await (await send('exports/packing-lists?format=csv')).text();
    const units = csv
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[14]);
    expect(units.reduce((sum, each) => sum + Number(each), 0)).toBe(48);
  });
});
