import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { zipSync } from 'fflate';
import writeXlsxFile from 'write-excel-file/node';
import { Seeded } from '../../../server/demo/seeded.js';
import { ask } from '../servers/ask.js';
import type { Scratch } from '../servers/scratch.js';
import {
  deliveryDate,
  makeOrder,
  ordersFile,
  smallNetwork,
  stationIdOf,
  writeNetwork,
} from '../servers/small-network.js';
import { adminKey, runTuanda, startTuanda, type TuandaServer } from '../servers/tuanda-server.js';
import { probeLoop } from './loop-probe.js';

export interface UploadsSettings {
  /** Of PostgreSQL; undefined: the embedded database. */
  readonly database: string | undefined;
  readonly seed: number;
  readonly port: number;
}

interface Upload {
  readonly name: string;
  readonly file: string;
  readonly content: Buffer;
}

const mostMegabytes = 300;
const freezeMilliseconds = 100;

/**
 * Uploads files that would take all memory or the event loop of a server that reads them without bounds, to the import
 * and to the drafts of the wizard, and a large good one. @returns whether memory and event loop kept within bounds.
 */
export async function sendUploads(scratch: Scratch, settings: UploadsSettings): Promise<boolean> {
  const databaseUrl = settings.database === undefined ? undefined : await scratch.createDatabase(settings.database);
  const place = { dataFolder: path.join(scratch.folder, 'data'), databaseUrl };
  const network = path.join(scratch.folder, 'network');
  writeNetwork(network, smallNetwork, settings.seed);
  await runTuanda(place, ['import', network]);
  const server = await startTuanda(scratch, place, settings.port);
  let isWell = true;
  const row = (...cells: readonly (string | number)[]) =>
    console.log(cells.map((cell, at) => (at < 2 ? String(cell).padEnd(34) : String(cell).padStart(12))).join(''));
  row('file', 'sent to', 'MB', 'answer', 's', 'memory MB', 'freeze ms');
  for (const upload of await makeUploads(settings.seed)) {
    for (const to of ['/imports', '/import-drafts']) {
      const { status, seconds, megabytes, frozen } = await send(server, settings.port, upload, to);
      row(
        upload.name,
        to,
        (upload.content.length / 1e6).toFixed(1),
        status,
        seconds.toFixed(1),
        megabytes,
        Math.round(frozen),
      );
      isWell &&= status < 500 && megabytes <= mostMegabytes && frozen <= freezeMilliseconds;
    }
  }
  isWell &&= server.isRunning();
  console.log(
    `asked: memory ≤ ${mostMegabytes} MB more, event loop ≤ ${freezeMilliseconds} ms: ${isWell ? 'met' : 'missed'}`,
  );
  return isWell;
}

async function send(server: TuandaServer, port: number, { file, content }: Upload, to: string) {
  // What an earlier upload left is collected meanwhile.
  await wait(2000);
  const before = forgetPeak(server.pid);
  const probe = probeLoop(port, server.pid, freezeMilliseconds);
  const form = new FormData();
  form.append('files', new Blob([new Uint8Array(content)]), file);
  const began = performance.now();
  const { status } = await ask(server.address, { method: 'POST', path: to, key: adminKey, form });
  const seconds = (performance.now() - began) / 1000;
  // The preview of a draft is a job of its own.
  await wait(3000);
  await probe.stop();
  const longest = probe.longest();
  return {
    status,
    seconds,
    megabytes: Math.round(peakMegabytes(server.pid) - before),
    frozen: longest === undefined ? 0 : Math.min(longest.wallMilliseconds, longest.cpuMilliseconds ?? Infinity),
  };
}

/** Lets the system note a process's highest memory anew (Linux). @returns what it has now, in MB. */
function forgetPeak(pid: number): number {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  return peakMegabytes(pid);
}

function peakMegabytes(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) / 1024;
}

async function makeUploads(seed: number): Promise<Upload[]> {
  const random = new Seeded(seed);
  const date = deliveryDate(2);
  const orders = Array.from({ length: 25_000 }, (_, at) => makeOrder(random, `U${at}`, date, smallNetwork));
  const good = ordersFile(orders);
  const [header] = good.split('\n');
  const bad = `${header}\n${',\n'.repeat(200_000)}`;
  const long = `${header}\n"${'x'.repeat(40_000_000)}`;
  const strange = `${header}\n${Array.from({ length: 60_000 }, (_, at) => `O${at},c,normal,${stationIdOf(at)}Z,NONE,zero,soon,never,`).join('\n')}`;
  const rows = good
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').map((value) => ({ value })));
  return [
    { name: '75,000 good rows', file: 'orders.csv', content: Buffer.from(good) },
    { name: '30,000 good rows, XLSX', file: 'orders.xlsx', content: await toXlsx(rows.slice(0, 30_001)) },
    { name: 'a line without an end', file: 'orders.csv', content: Buffer.from(long) },
    { name: '200,000 empty rows', file: 'orders.csv', content: Buffer.from(bad) },
    { name: '60,000 rows, all wrong', file: 'orders.csv', content: Buffer.from(strange) },
    { name: 'unpacks to 600 MB', file: 'orders.xlsx', content: bomb() },
  ];
}

async function toXlsx(rows: readonly (readonly { readonly value: string }[])[]): Promise<Buffer> {
  return (await writeXlsxFile(rows.map((row) => [...row]))).toBuffer();
}

/** A workbook's parts, one of which is 600 million spaces. */
function bomb(): Buffer {
  const text = (content: string) => new TextEncoder().encode(content);
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return Buffer.from(
    zipSync({
      '[Content_Types].xml': text('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
      'xl/workbook.xml': text(
        `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': text(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      ),
      'xl/worksheets/sheet1.xml': new Uint8Array(600_000_000).fill(32),
    }),
  );
}
