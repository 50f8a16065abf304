import type { PickList, PickListLine, PickShare } from '../../warehouse/pick-list-store.js';
import { type ColumnOf, type ExportTable, makeTable } from './export-table.js';
import { type ExportLanguage, makeSay, zoneNameOf } from './export-words.js';
import type { PickedWave } from './exported-wave.js';
import { partInWords } from './run-figures.js';

interface LineRow {
  readonly wave: PickedWave;
  readonly list: PickList;
  readonly line: PickListLine;
}

interface ShareRow extends LineRow, PickShare {}

/** Pick lists as a workbook: a sheet for each wave and zone in walking order, and one of what goes to which station. */
export function pickListTables(waves: readonly PickedWave[], language: ExportLanguage): ExportTable[] {
  const say = makeSay(language);
  const lists = waves.flatMap((wave) =>
    wave.lists.map((list) => ({ wave, list, rows: list.lines.map((line) => ({ wave, list, line })) })),
  );
  return [
    ...lists.map(({ wave, list, rows }) => {
      const zone = zoneNameOf(wave.zones.get(list.zoneId), list.zoneId, language);
      return makeTable(waves.length === 1 ? zone : `${zone} ${wave.wave.waveId}`, language, rows, lineColumns);
    }),
    makeTable(
      say('shares'),
      language,
      lists.flatMap(({ rows }) => rows.flatMap((row) => row.line.stations.map((share) => ({ ...row, ...share })))),
      shareColumns(language),
    ),
  ];
}

const lineColumns: readonly ColumnOf<LineRow>[] = [
  ['pickListId', 'text', 28, ({ list }) => list.pickListId],
  ['line', 'count', 6, ({ line }) => line.lineNo],
  ['location', 'text', 12, ({ line }) => line.location],
  ['sku', 'text', 14, ({ line }) => line.skuId],
  ['product', 'text', 32, ({ line }) => line.name],
  ['quantity', 'count', 8, ({ line }) => line.quantity],
  ['picked', 'count', 8, ({ line }) => line.pickedQuantity],
  ['shortReason', 'text', 16, ({ line }) => line.shortReason],
  ['stationCount', 'count', 8, ({ line }) => new Set(line.stations.map(({ stationId }) => stationId)).size],
];

function shareColumns(language: ExportLanguage): ColumnOf<ShareRow>[] {
  return [
    ['pickListId', 'text', 28, ({ list }) => list.pickListId],
    ['zone', 'text', 10, ({ wave, list }) => zoneNameOf(wave.zones.get(list.zoneId), list.zoneId, language)],
    ['line', 'count', 6, ({ line }) => line.lineNo],
    ['sku', 'text', 14, ({ line }) => line.skuId],
    ['product', 'text', 32, ({ line }) => line.name],
    ['stationId', 'text', 12, ({ stationId }) => stationId],
    ['stationName', 'text', 24, ({ wave, stationId }) => wave.stations.get(stationId)?.name],
    ['quantity', 'count', 8, ({ quantity }) => quantity],
    [
      'part',
      'text',
      12,
      ({ partNo: no, partCount: count }) =>
        no === undefined || count === undefined ? '' : partInWords({ no, count }, makeSay(language)),
    ],
  ];
}
