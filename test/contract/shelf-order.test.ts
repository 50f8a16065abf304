import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.js';
import { recordOver } from '../support/record.js';

const date = '2024-06-14';
const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-shelves-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** In walking order. */
const shelves = ['', '7', '10', 'A-1', 'A-2', 'A-10', 'A-10-2', 'A-10-11', 'a-11', 'B-1', 'B-02', 'B-3', '甲9', '甲10'];

const files = {
  'depots.csv': [
    'depot_id,name,lon,lat,open_from,open_to,docks,load_min_fixed,load_min_per_100kg',
    'W1,Warehouse,121.5,29.9,03:00,20:00,2,10,1',
  ],
  'stations.csv': [
    'station_id,name,lon,lat,receive_from,receive_to,fixed_service_min,min_per_100kg',
    'P1,Corner,121.52,29.91,07:00,12:00,5,2',
  ],
  'skus.csv': [
    'sku_id,name,temp_zone,unit_weight_kg,unit_volume_l,location',
    ...shelves.map((shelf, at) => `G${at},goods ${at},ambient,1,1,${shelf}`),
  ],
  'flat_orders.csv': [
    'order_id,customer_id,station_id,sku_id,qty,placed_at,delivery_date',
    ...shelves.map((_, at) => `O1,C1,P1,G${at},1,${date.replace('14', '13')}T10:00:00+08:00,${date}`).reverse(),
  ],
};

eachDatabase('a pick list', (open) => {
  it('goes by shelves as people count them: what is written in digits is a number', async () => {
    const record = recordOver(await open());
    for (const [name, lines] of Object.entries(files)) writeFileSync(path.join(folder, name), `${lines.join('\n')}\n`);
    const { findings } = await record.importFrom(folder);
    expect(findings).toEqual([]);
    const [{ waveId }] = await record.waves.listByDate(date);
    await record.waves.close(waveId, new Date(), 'test');
    const { rows } = await record.database.knex.raw(
      'select skus.location from pick_list_lines join skus using (sku_id) order by line_no',
    );
    expect(rows.map(({ location }: { location: string }) => location)).toEqual(shelves);
  });
});
