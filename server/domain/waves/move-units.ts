import { InvalidInputError } from '../dispatch-error.js';
import { told } from '../told.js';
import type { ToteLine } from './tote-packing.js';

/**
 * What two totes hold once units have changed from the one to the other.
 *
 * @throws InvalidInputError where the first does not hold so many.
 */
export function moveUnits(
  from: readonly ToteLine[],
  to: readonly ToteLine[],
  { orderId, lineNo, quantity }: ToteLine,
): { readonly from: ToteLine[]; readonly to: ToteLine[] } {
  const isIt = (line: ToteLine) => line.orderId === orderId && line.lineNo === lineNo;
  const held = from.find(isIt)?.quantity ?? 0;
  if (held < quantity) {
    throw new InvalidInputError(
      told`quantity: The tote holds ${held} units of line ${lineNo} of order ${orderId}, not ${quantity}.`,
    );
  }
  const there = to.find(isIt)?.quantity ?? 0;
  const others = (lines: readonly ToteLine[]) => lines.filter((line) => !isIt(line));
  const rest = held - quantity;
  return {
    from: [...others(from), ...(rest > 0 ? [{ orderId, lineNo, quantity: rest }] : [])],
    to: [...others(to), { orderId, lineNo, quantity: there + quantity }],
  };
}
