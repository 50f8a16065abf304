import type { PickList, PickListLine, PickShare } from '../../warehouse/pick-list-store.js';
import { type ExportLanguage, makeSay, type Say, zoneNameOf, zoneRuleOf } from './export-words.js';
import type { PickedWave } from './exported-wave.js';
import { titleOf } from './exported-wave.js';
import { cell, type PrintedRow, type PrintedSheet } from './printed-book.js';
import { partInWords } from './run-figures.js';

/** As many stations as a row names; a product for more goes on in a row of its own, so that no row outgrows a page. */
const mostSharesInRow = 120;

/** A sheet for each wave and zone: products in walking order, and how much of each goes where. */
export function* printPickLists(waves: readonly PickedWave[], language: ExportLanguage): Generator<PrintedSheet> {
  for (const wave of waves) {
    for (const list of wave.lists) yield printPickList(wave, list, language);
  }
}

function printPickList(wave: PickedWave, list: PickList, language: ExportLanguage): PrintedSheet {
  const say = makeSay(language);
  const { waveId } = wave.wave;
  const waveTitle = titleOf(wave.wave);
  const zone = wave.zones.get(list.zoneId);
  const zoneName = zoneNameOf(zone, list.zoneId, language);
  const hasLocations = list.lines.some(({ location }) => location !== '');
  const nameOf = stationNames(wave);
  return {
    kind: say('pickList'),
    title: zoneName,
    facts: [
      `${waveTitle} · ${waveId} · ${wave.depot.name}`,
      zone === undefined ? '' : zoneRuleOf(zone, say),
      [
        say('linesCounted', { n: list.lines.length }),
        say('piecesCounted', { n: list.lines.reduce((sum, { quantity }) => sum + quantity, 0) }),
      ].join(' · '),
      list.pickListId,
    ].filter(Boolean),
    notes: [],
    code: list.pickListId,
    runningHead: `${say('pickList')} · ${zoneName} · ${waveTitle} · ${waveId}`,
    blocks: [
      {
        kind: 'table',
        columns: [
          { title: '', width: 18, align: 'center' },
          { title: say('line'), width: 26, align: 'right' },
          ...(hasLocations ? [{ title: say('location'), width: 54, align: 'left' as const }] : []),
          { title: say('product'), width: 128, align: 'left' },
          { title: say('quantity'), width: 40, align: 'right' },
          { title: say('toStations'), width: 0, align: 'left' },
          { title: say('picked'), width: 44, align: 'left' },
        ],
        rows: list.lines.flatMap((line) => rowsOf(line, hasLocations, nameOf, say)),
      },
    ],
    signatures: [say('pickedBy'), say('checkedBy')],
  };
}

function rowsOf(
  line: PickListLine,
  hasLocations: boolean,
  nameOf: (stationId: string) => string,
  say: Say,
): PrintedRow[] {
  const continued = say('continued');
  const rows: PrintedRow[] = [];
  for (let from = 0; from === 0 || from < line.stations.length; from += mostSharesInRow) {
    const isFirst = from === 0;
    const shares = line.stations.slice(from, from + mostSharesInRow);
    rows.push({
      cells: [
        cell('', { hasTick: isFirst }),
        cell(String(line.lineNo)),
        ...(hasLocations ? [cell(isFirst ? line.location : '')] : []),
        cell(line.name, { isBold: isFirst, small: isFirst ? line.skuId : continued }),
        cell(isFirst ? String(line.quantity) : '', { isBold: true }),
        { text: '', pieces: shares.map((share) => shareInWords(share, nameOf, say)) },
        cell(isFirst && line.pickedQuantity !== undefined ? String(line.pickedQuantity) : '', {
          small: isFirst ? line.shortReason : undefined,
        }),
      ],
    });
  }
  return rows;
}

/** "East gate ×3"; "East gate (part 1 of 2) ×3" where the station's goods are brought in parts. */
function shareInWords(
  { stationId, quantity, partNo: no, partCount: count }: PickShare,
  nameOf: (stationId: string) => string,
  say: Say,
): string {
  const part = no === undefined || count === undefined ? '' : ` (${partInWords({ no, count }, say)})`;
  return `${nameOf(stationId)}${part} ×${quantity}`;
}

/** Stations by name; with their id where several have the same. */
function stationNames({ stations }: PickedWave): (stationId: string) => string {
  const count = new Map<string, number>();
  for (const { name } of stations.values()) count.set(name, (count.get(name) ?? 0) + 1);
  return (stationId) => {
    const name = stations.get(stationId)?.name;
    if (name === undefined) return stationId;
    return count.get(name) === 1 ? name : `${name} (${stationId})`;
  };
}
