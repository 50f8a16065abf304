import { expect, it } from 'vitest';
import { writePdfDocument } from '../../../server/adapters/files/write-document.js';
import {
  cell,
  type PrintedBlock,
  type PrintedSheet,
} from '../../../server/application/exchange/exports/printed-book.js';
import { collectBytes } from '../../support/collect-bytes.js';
import { type PlacedText, readPdf } from '../../support/pdf-text.js';

const book = { title: '测试', language: 'zh', pagePattern: '第 {n} / {of} 页', printedAt: '打印于 2024-06-14 05:00' };

function sheetOf(blocks: readonly PrintedBlock[], more: Partial<PrintedSheet> = {}): PrintedSheet {
  return {
    kind: '拣货单',
    title: '冷冻',
    facts: ['-25 至 -18 ℃'],
    notes: [],
    code: 'W1.frozen',
    runningHead: '续页',
    blocks,
    signatures: ['拣货人'],
    ...more,
  };
}

function tableOf(names: readonly string[]): PrintedBlock {
  return {
    kind: 'table',
    columns: [
      { title: '序', width: 30, align: 'right' },
      { title: '商品', width: 0, align: 'left' },
    ],
    rows: names.map((name, at) => ({ cells: [cell(String(at + 1)), cell(name, { small: `SKU${at + 1}` })] })),
  };
}

async function written(...sheets: PrintedSheet[]): Promise<{ size: number; pages: PlacedText[][] }> {
  const { out, bytes } = collectBytes();
  await writePdfDocument(book, sheets, out);
  return { size: bytes().length, pages: await readPdf(bytes()) };
}

const textsOf = (page: readonly PlacedText[]) => page.map(({ text }) => text);

it('repeats the head of a table on every page, breaks no row, and counts pages list by list', async () => {
  const names = Array.from({ length: 100 }, (_, at) => `商品${at + 1}`);
  const { pages } = await written(sheetOf([tableOf(names)]), sheetOf([tableOf(['只有一种'])]));
  const long = pages.slice(0, -1);
  expect(long.length).toBeGreaterThan(2);
  long.forEach((page, at) => {
    const texts = textsOf(page);
    expect(texts).toContain('商品');
    expect(texts).toContain(`第 ${at + 1} / ${long.length} 页`);
    // A product and its number in small type below it are one row.
    const onPage = texts.filter((text) => /^商品\d/.test(text)).map((text) => text.slice(2));
    expect(onPage.length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.startsWith('SKU')).map((text) => text.slice(3))).toEqual(onPage);
    expect(Math.min(...page.map(({ bottom }) => bottom))).toBeGreaterThan(12);
  });
  const all = long.flatMap(textsOf).filter((text) => /^商品\d/.test(text));
  expect(all).toEqual(names);
  expect(textsOf(pages[pages.length - 1])).toContain('第 1 / 1 页');
});

it('breaks a row that is higher than a page between its lines, and loses none of them', async () => {
  const shares = Array.from({ length: 400 }, (_, at) => `一个名字很长的自提点第${at + 1}号×${at}`);
  const block = tableOf(['多站商品', '另一种']);
  const rows = (block as Extract<PrintedBlock, { kind: 'table' }>).rows;
  const tall = {
    ...rows[0],
    cells: [
      { ...rows[0].cells[0], hasTick: true },
      { ...rows[0].cells[1], pieces: shares },
    ],
  };
  const { pages } = await written(sheetOf([{ ...block, rows: [tall, rows[1]] } as PrintedBlock]));
  expect(pages.length).toBeGreaterThan(1);
  const texts = pages.flatMap((page) => textsOf(page)).join('');
  for (const share of shares) expect(texts).toContain(share);
  expect(texts.match(/多站商品/g)).toHaveLength(1);
  expect(texts).toContain('另一种');
  for (const page of pages) {
    expect(textsOf(page)).toContain('商品');
    expect(Math.min(...page.map(({ bottom }) => bottom))).toBeGreaterThan(12);
  }
});

it('takes any name: formulas, control characters, emoji, very long ones', async () => {
  const hostile = [
    "=cmd|'/c calc'!A0",
    'a\u0000b\nc\u001b',
    '喜士多😀自提点',
    `${'长'.repeat(300)}`,
    '\ud800',
    '(\\)%',
    '',
  ];
  const { pages } = await written(sheetOf([tableOf(hostile)], { title: hostile[3], code: '站点😀' }));
  const texts = pages.flatMap(textsOf);
  expect(texts).toContain("=cmd|'/c calc'!A0");
  expect(texts).toContain('a b c');
  expect(texts).toContain('喜士多□自提点');
  expect(texts).toContain('(\\)%');
  // Cut after the lines that there is room for, and never wider than the page.
  expect(texts.filter((text) => /^长+…$/.test(text))).toHaveLength(2);
  for (const page of pages) for (const { left } of page) expect(left).toBeLessThan(595);
});

it('embeds only the characters that it shows', async () => {
  const { size } = await written(sheetOf([tableOf(['冷冻水饺'])]));
  // The font has 8 MB.
  expect(size).toBeLessThan(200_000);
});

it('begins a table that keeps together on the next page rather than break it', async () => {
  const filler = Array.from({ length: 20 }, (_, at) => `前${at}`);
  const kept = Array.from({ length: 15 }, (_, at) => `后${at}`);
  const together = await written(
    sheetOf([tableOf(filler), { kind: 'heading', text: '配送', keepsTable: true }, tableOf(kept)]),
  );
  const pageOf = ({ pages }: typeof together, text: string) => pages.findIndex((page) => textsOf(page).includes(text));
  expect(kept.map((name) => pageOf(together, name))).toEqual(kept.map(() => 1));
  expect(pageOf(together, '配送')).toBe(1);
  const broken = await written(sheetOf([tableOf(filler), { kind: 'heading', text: '配送' }, tableOf(kept)]));
  expect(pageOf(broken, kept[0])).toBe(0);
  expect(pageOf(broken, kept[14])).toBe(1);
});

it('says what is wrong when a list cannot be drawn', async () => {
  const tooLong = 'x'.repeat(8000);
  await expect(written(sheetOf([], { code: tooLong }))).rejects.toThrow(/qrcode/i);
});
