import type { ToteLine } from './tote-packing.js';

/**
 * What the totes of a consignment hold once its order lines are smaller: units leave the totes of the highest numbers first, so
 * that as few totes as possible are opened. Totes at the end that are empty then are none any more; one between others stays, because its
 * label and those behind it are stuck on already.
 *
 * @param wanted units that each order line has now; lines that are not in it have none.
 */
export function takeOutUnits(totes: readonly (readonly ToteLine[])[], wanted: readonly ToteLine[]): ToteLine[][] {
  const room = new Map(wanted.map((line) => [keyOf(line), line.quantity]));
  const left = totes.map((lines) =>
    lines.flatMap((line) => {
      const open = room.get(keyOf(line)) ?? 0;
      const quantity = Math.min(open, line.quantity);
      room.set(keyOf(line), open - quantity);
      return quantity === 0 ? [] : [{ ...line, quantity }];
    }),
  );
  // Totes of before it was kept what is in them hold nothing that could leave.
  const wasPacked = totes.some((lines) => lines.length > 0);
  while (wasPacked && left.length > 1 && left[left.length - 1].length === 0) left.pop();
  return left;
}

function keyOf({ orderId, lineNo }: Pick<ToteLine, 'orderId' | 'lineNo'>): string {
  return `${orderId} ${lineNo}`;
}
