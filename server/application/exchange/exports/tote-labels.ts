import { zoneMarks } from '../../../domain/network/zone-mark.js';
import type { PackedTote } from '../../waves/tote-store.js';
import { type ExportLanguage, makeSay, zoneNameOf } from './export-words.js';
import { type PackedWave, titleOf } from './exported-wave.js';

/** Common papers: single labels from a roll, and sheets of A4 by columns and rows. Sizes of one label in millimeters. */
export const labelPapers = {
  '100x100': { width: 100, height: 100, columns: 1, rows: 1 },
  '100x60': { width: 100, height: 60, columns: 1, rows: 1 },
  '60x40': { width: 60, height: 40, columns: 1, rows: 1 },
  'a4-2x5': { width: 105, height: 57, columns: 2, rows: 5 },
  'a4-3x8': { width: 70, height: 37, columns: 3, rows: 8 },
} as const;
export type LabelPaper = keyof typeof labelPapers;
export const labelPaperNames = Object.keys(labelPapers) as [LabelPaper, ...LabelPaper[]];

/** Whether it is a sheet of A4; a label printer has single labels only. */
export function isSheet(paper: LabelPaper): boolean {
  return labelPapers[paper].columns > 1;
}

/** What stands on a tote's label. */
export interface ToteLabel {
  /** To scan and to type. */
  readonly code: string;
  readonly zoneMark: string;
  readonly zoneColor: string;
  readonly zone: string;
  readonly station: string;
  /** Run and stop; empty while nothing is planned. */
  readonly way: string;
  /** "2/5". */
  readonly tote: string;
  readonly small: string;
}

export interface LabelBook {
  readonly title: string;
  readonly language: ExportLanguage;
  readonly paper: LabelPaper;
  readonly labels: readonly ToteLabel[];
}

/** As on the pages, dark enough for white letters; others are grey. */
const zoneColors: Readonly<Record<string, string>> = {
  frozen: '#4a3fa8',
  chilled: '#0b66a8',
  fresh: '#2b7334',
  ambient: '#7a5525',
};

/**
 * Labels by zone, run and stop, as goods are packed; what is not planned comes by stations behind.
 *
 * @param waves with totes of which this printing is counted.
 */
export function makeToteLabels(waves: readonly PackedWave[], paper: LabelPaper, language: ExportLanguage): LabelBook {
  const say = makeSay(language);
  const labels = waves.flatMap((packed) => {
    const marks = zoneMarks([...packed.zones.values()], language);
    return inOrder(packed).map((tote): ToteLabel => {
      const { zoneId, stationName, stationId, number, count, runCode, stopSequence, partNo, partCount } = tote;
      const zone = packed.zones.get(zoneId);
      const range = zone === undefined ? '' : say('celsius', { least: zone.minCelsius, most: zone.maxCelsius });
      const way =
        runCode === null ? '' : `${say('runTitle', { n: runCode })} · ${say('stopNo', { n: stopSequence ?? '' })}`;
      return {
        code: tote.labelCode,
        zoneMark: marks.get(zoneId) ?? zoneId.slice(0, 1).toUpperCase(),
        zoneColor: Object.hasOwn(zoneColors, zoneId) ? zoneColors[zoneId] : '#444444',
        zone: [zoneNameOf(zone, zoneId, language), range].filter(Boolean).join(' '),
        station: stationName,
        way,
        tote: `${number}/${count}`,
        small: [
          titleOf(packed.wave),
          stationId,
          partNo === null ? '' : say('partOf', { n: partNo, of: partCount ?? '' }),
          tote.labelsPrinted < 2 ? '' : say('copyNo', { n: tote.labelsPrinted }),
        ]
          .filter(Boolean)
          .join(' · '),
      };
    });
  });
  return { title: say('toteLabels'), language, paper, labels };
}

function inOrder({ totes, zones }: PackedWave): PackedTote[] {
  const sortOf = ({ zoneId }: PackedTote) => zones.get(zoneId)?.sort ?? Number.MAX_SAFE_INTEGER;
  const byText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  return [...totes].sort(
    (one, other) =>
      sortOf(one) - sortOf(other) ||
      Number(one.runCode === null) - Number(other.runCode === null) ||
      (one.runCode ?? '').localeCompare(other.runCode ?? '', 'en', { numeric: true }) ||
      (one.stopSequence ?? 0) - (other.stopSequence ?? 0) ||
      byText(one.stationId, other.stationId) ||
      one.number - other.number,
  );
}
