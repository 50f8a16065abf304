import { expect, it } from 'vitest';
import { writeLabels } from '../../../server/adapters/files/pdf/write-labels.js';
import { writeLabelsDocument } from '../../../server/adapters/files/write-document.js';
import {
  labelPaperNames,
  labelPapers,
  type ToteLabel,
} from '../../../server/application/exchange/exports/tote-labels.js';
import { labelCodeOf } from '../../../server/domain/waves/tote-label.js';
import { collectBytes } from '../../support/collect-bytes.js';
import { readPdf } from '../../support/pdf-text.js';

/** One more than the largest sheet holds. */
const labels = Array.from(
  { length: 25 },
  (_, at): ToteLabel => ({
    code: labelCodeOf(at * 997),
    zoneMark: '藏',
    zoneColor: '#0b66a8',
    zone: '冷藏 0 至 4 ℃',
    station: at === 0 ? '长'.repeat(200) : `站${at}`,
    way: `第 ${at} 车次 · 第 3 站`,
    tote: `${at + 1}/25`,
    small: '2024-06-14 · S1',
  }),
);

it.each(labelPaperNames)('labels on %s stand each once, and within their page', async (paper) => {
  const { out, bytes } = collectBytes();
  await writeLabels({ title: '箱标', language: 'zh', paper, labels }, out);
  const pages = await readPdf(bytes());
  const { columns, rows, width, height } = labelPapers[paper];
  expect(pages).toHaveLength(Math.ceil(labels.length / (columns * rows)));
  const said = pages.flat().map(({ text }) => text);
  for (const { code, tote, way } of labels) {
    for (const text of [code, tote, way]) expect(said.filter((each) => each === text)).toHaveLength(1);
  }
  expect(said.filter((text) => text === '藏')).toHaveLength(25);
  const [wide, high] = columns > 1 ? [210, 297] : [width, height];
  for (const { left, bottom } of pages.flat()) {
    expect(left).toBeGreaterThanOrEqual(0);
    expect(left).toBeLessThan((wide * 72) / 25.4);
    expect(bottom).toBeGreaterThan(0);
    expect(bottom).toBeLessThan((high * 72) / 25.4);
  }
});

it.each(['pdf', 'zpl'] as const)('labels as %s come from their thread in few large pieces', async (format) => {
  const { out, bytes } = collectBytes();
  let pieces = 0;
  const write = out._write;
  out._write = (...given) => {
    pieces++;
    write.apply(out, given);
  };
  await writeLabelsDocument({ title: '箱标', language: 'zh', paper: '60x40', labels }, format, out);
  // Each is a message to the thread that answers requests.
  expect(pieces).toBeGreaterThan(0);
  expect(pieces).toBeLessThanOrEqual(bytes().length / 65_536 + 1);
});
