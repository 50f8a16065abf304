import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Batch,
  BatchCutter,
  checkAnswer,
  queryBatch,
} from '../../../server/adapters/db/engine/embedded/wire-protocol.js';

function message(type: string, body: Buffer | string = ''): Buffer {
  const content = Buffer.from(body as string);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

/** Length 8, protocol 3.0. */
const startup = Buffer.from([0, 0, 0, 8, 0, 3, 0, 0]);

function bind(values: number): Buffer {
  const counts = Buffer.alloc(4);
  counts.writeUInt16BE(0, 0);
  counts.writeUInt16BE(values, 2);
  return message('B', Buffer.concat([Buffer.from('\0\0'), counts]));
}

function cut(chunks: Buffer[]): { startups: number; batches: Batch[] } {
  const cutter = new BatchCutter();
  const batches: Batch[] = [];
  let startups = 0;
  for (const chunk of chunks) {
    cutter.push(
      chunk,
      () => startups++,
      (batch) => batches.push(batch),
    );
  }
  return { startups, batches };
}

describe('cutting a client’s bytes into batches', () => {
  const parts = [
    { bytes: Buffer.concat([message('P', 'x'), bind(2), message('E'), message('S')]), endsWith: 'sync', executes: 1 },
    { bytes: message('Q', 'select 1\0'), endsWith: 'query', executes: 1 },
    { bytes: Buffer.concat([message('P'), bind(0), message('E'), message('H')]), endsWith: 'flush', executes: 1 },
    {
      bytes: Buffer.concat([bind(1), message('E'), bind(1), message('E'), message('S')]),
      endsWith: 'sync',
      executes: 2,
    },
    { bytes: message('X'), endsWith: 'terminate', executes: 0 },
  ];
  const stream = Buffer.concat([startup, ...parts.map((part) => part.bytes)]);

  it('gives the same batches however the bytes were split', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 12 }), (cuts) => {
        const edges = [0, ...[...new Set(cuts)].sort((a, b) => a - b), stream.length];
        const chunks = edges.slice(1).map((end, at) => stream.subarray(edges[at], end));
        const { startups, batches } = cut(chunks);
        expect(startups).toBe(1);
        expect(batches.map((batch) => ({ ...batch, bytes: Buffer.from(batch.bytes) }))).toEqual(parts);
      }),
    );
  });

  it('lets 30,000 values pass and refuses 30,001', () => {
    expect(cut([startup, bind(30_000), message('S')]).batches).toHaveLength(1);
    expect(() => cut([startup, bind(30_001), message('S')])).toThrow('binds 30001 values; at most 30000');
  });
});

describe('telling whether an answer is whole', () => {
  const query = queryBatch('select 1');
  const done = message('C', 'SELECT 1\0');
  const ready = message('Z', 'I');

  it('takes an answer with a command tag that ends with the engine being ready', () => {
    expect(checkAnswer(query, Buffer.concat([message('T'), message('D'), done, ready]))).toEqual({ state: 'idle' });
  });

  it('takes an error in place of the command tag', () => {
    expect(checkAnswer(query, Buffer.concat([message('E', 'SERROR\0\0'), message('Z', 'E')]))).toEqual({
      state: 'failed',
    });
  });

  it('takes an empty query', () => {
    expect(checkAnswer(query, Buffer.concat([message('I'), message('Z', 'T')]))).toEqual({ state: 'open' });
  });

  it('takes notices and notifications behind the last word', () => {
    expect(checkAnswer(query, Buffer.concat([done, ready, message('A', 'x'), message('N', 'x')]))).toEqual({
      state: 'idle',
    });
  });

  it.each([
    ['nothing at all', Buffer.alloc(0), 'does not say that the engine is ready'],
    ['no word that the engine is ready', done, 'does not say that the engine is ready'],
    ['no command tag', ready, 'a statement was not answered'],
    ['one command tag for two statements', Buffer.concat([done, ready]), 'a statement was not answered'],
    ['a message cut off', Buffer.concat([done, ready]).subarray(0, -1), 'ends within a message'],
    ['a length that leads nowhere', Buffer.from([0x43, 0, 0, 0, 0, 0]), 'ends within a message'],
    ['a wish for COPY data', message('G'), 'COPY'],
  ])('refuses %s', (_, answer, fault) => {
    const batch = { ...query, executes: 2 };
    expect(checkAnswer(batch, answer).fault).toContain(fault);
  });
});
