import type { PackedTote } from '../../waves/tote-store.js';
import { type ExportLanguage, makeSay, type Say, zoneNameOf, zoneRuleOf } from './export-words.js';
import { type PackedWave, titleOf } from './exported-wave.js';
import { cell, type PrintedRow, type PrintedSheet } from './printed-book.js';

/** A sheet for each station and zone: what is in each of its totes, from the bottom to the top. */
export function* printPackingLists(
  waves: readonly PackedWave[],
  language: ExportLanguage,
  byCustomer: boolean,
): Generator<PrintedSheet> {
  for (const wave of waves) {
    const ofConsignment = new Map<string, PackedTote[]>();
    for (const tote of wave.totes) {
      const own = ofConsignment.get(tote.consignmentId) ?? [];
      ofConsignment.set(tote.consignmentId, own);
      own.push(tote);
    }
    for (const totes of ofConsignment.values()) yield printPackingList(wave, totes, language, byCustomer);
  }
}

function printPackingList(
  packed: PackedWave,
  totes: readonly PackedTote[],
  language: ExportLanguage,
  byCustomer: boolean,
): PrintedSheet {
  const say = makeSay(language);
  const [{ zoneId, stationName, stationId, consignmentId, runCode, stopSequence, count }] = totes;
  const zone = packed.zones.get(zoneId);
  const zoneName = zoneNameOf(zone, zoneId, language);
  const title = titleOf(packed.wave);
  const pieces = totes.reduce((sum, { lines }) => sum + lines.reduce((so, { quantity }) => so + quantity, 0), 0);
  return {
    kind: `${say('packingList')} · ${zoneName}`,
    title: stationName,
    facts: [
      [title, packed.depot.name, stationId].join(' · '),
      zone === undefined ? '' : zoneRuleOf(zone, say),
      [say('toteCount', { n: count }), say('piecesCounted', { n: pieces })].join(' · '),
      runCode === null ? '' : `${say('runTitle', { n: runCode })} · ${say('stopNo', { n: stopSequence ?? '' })}`,
      consignmentId,
    ].filter(Boolean),
    notes: [],
    code: consignmentId,
    runningHead: `${say('packingList')} · ${zoneName} · ${stationName} · ${title}`,
    blocks: [
      {
        kind: 'table',
        columns: [
          { title: say('tote'), width: 74, align: 'left' },
          { title: '', width: 18, align: 'center' },
          { title: say('product'), width: 0, align: 'left' },
          { title: say('quantity'), width: 44, align: 'right' },
          ...(byCustomer ? [{ title: say('customers'), width: 0, align: 'left' as const }] : []),
        ],
        rows: totes.flatMap((tote) => rowsOf(tote, say, byCustomer)),
      },
    ],
    signatures: [say('packedBy'), say('checkedBy')],
  };
}

interface Product {
  readonly name: string;
  readonly skuId: string;
  quantity: number;
  missing: number;
  readonly customers: Map<string, number>;
}

function rowsOf({ number, count, labelCode, lines }: PackedTote, say: Say, byCustomer: boolean): PrintedRow[] {
  const products = new Map<string, Product>();
  for (const { skuId, name, quantity, missing, customerId, orderId } of lines) {
    const product = products.get(skuId) ?? { name, skuId, quantity: 0, missing: 0, customers: new Map() };
    products.set(skuId, product);
    product.quantity += quantity;
    product.missing += missing;
    const who = customerId === '' ? orderId : customerId;
    product.customers.set(who, (product.customers.get(who) ?? 0) + quantity);
  }
  const head = cell(`${number}/${count}`, { isBold: true, small: labelCode });
  const rows = [...products.values()].map(({ name, skuId, quantity, missing, customers }, at): PrintedRow => {
    const short = missing === 0 ? skuId : `${skuId} · ${say('missing', { n: missing })}`;
    const shares = [...customers].map(([who, units]) => `${who} ×${units}`);
    return {
      cells: [
        at === 0 ? head : cell(''),
        cell('', { hasTick: true }),
        cell(name, { small: short }),
        cell(String(quantity), { isBold: true }),
        ...(byCustomer ? [{ text: '', pieces: shares }] : []),
      ],
    };
  });
  if (rows.length > 0) return rows;
  return [{ cells: [head, cell(''), cell(say('emptyTote')), cell('0'), ...(byCustomer ? [cell('')] : [])] }];
}
