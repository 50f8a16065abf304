import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeCity } from '../../demo/city/make-city.js';
import { makeDay } from '../../demo/day/make-day.js';
import { generatedSource } from './generated-source.js';
import { writeOsmPbf } from './osm-pbf/osm-pbf-writer.js';

export interface WriteDemoOptions {
  readonly folder: string;
  /** Delivery date, YYYY-MM-DD; orders are placed the day before. */
  readonly date: string;
  readonly stations?: number;
  readonly orders?: number;
  readonly seed?: number;
  readonly vehicles?: number;
  readonly depots?: number;
  readonly buildings?: boolean;
}

export interface WrittenDemo {
  readonly mapFile: string;
  readonly stations: number;
  readonly orders: number;
  readonly lines: number;
}

export const demoMapFileName = 'demo.osm.pbf';

/** Writes the demo city (`demo.osm.pbf`) and its day (the files of the import format) into a folder. */
export async function writeDemo(options: WriteDemoOptions): Promise<WrittenDemo> {
  const { folder, date, seed = 20_240_613, stations = 150, orders = stations * 20 } = options;
  await mkdir(folder, { recursive: true });
  const city = makeCity({ seed, stations, buildings: options.buildings });
  const mapFile = path.join(folder, demoMapFileName);
  await writeOsmPbf(mapFile, { ...city, source: generatedSource });
  const day = makeDay(city, { seed, date, stations, orders, vehicles: options.vehicles, depots: options.depots });
  for (const [name, text] of day.files) await writeFile(path.join(folder, name), text);

  // Orders and lines are two files made in one pass; lines wait in the stream's buffer only.
  const lineFile = createWriteStream(path.join(folder, 'order_lines.csv'));
  lineFile.write(day.lineHeader);
  async function* orderChunks() {
    let orderRows = day.orderHeader;
    let lineRows = '';
    for (const rows of day.orders()) {
      orderRows += rows.order;
      lineRows += rows.lines;
      if (lineRows.length > chunkLength) {
        await written(lineRows);
        yield orderRows;
        orderRows = '';
        lineRows = '';
      }
    }
    await written(lineRows);
    yield orderRows;
  }
  const written = (text: string) =>
    new Promise<void>((resolve, reject) => lineFile.write(text, (error) => (error ? reject(error) : resolve())));
  await pipeline(
    Readable.from(orderChunks(), { objectMode: true, highWaterMark: 1 }),
    createWriteStream(path.join(folder, 'orders.csv')),
  );
  await new Promise<void>((resolve, reject) => {
    lineFile.once('error', reject);
    lineFile.end(resolve);
  });
  const summary = day.summary();
  await writeFile(path.join(folder, 'day.json'), summary);
  const counted: { orders: number; lines: number } = JSON.parse(summary);
  return { mapFile, stations, orders: counted.orders, lines: counted.lines };
}

const chunkLength = 200_000;
