import { ConflictError, InvalidInputError } from '../dispatch-error.js';
import type { NextStates } from '../state-table.js';
import { told } from '../told.js';

export const pickListStatuses = ['open', 'done'] as const;
export type PickListStatus = (typeof pickListStatuses)[number];

/** A tick may be taken back, and urgent orders let a list grow. */
export const nextPickLists: NextStates<PickListStatus> = { open: ['done'], done: ['open'] };

/** A list is done when each of its lines is ticked off. */
export function pickListStatusOf(lines: readonly { readonly pickedQuantity: number | null }[]): PickListStatus {
  return lines.every(({ pickedQuantity }) => pickedQuantity !== null) ? 'done' : 'open';
}

/** A line of a pick list ticked off, or, without a quantity, not any more. */
export interface Pick {
  readonly lineNo: number;
  readonly pickedQuantity: number | null;
  readonly shortReason?: string;
}

/** Whether less was picked than the line asks for. */
export function isShort({ pickedQuantity }: Pick, quantity: number): boolean {
  return pickedQuantity !== null && pickedQuantity < quantity;
}

/**
 * @param quantity pieces that the line asks for; undefined where the list has no such line.
 * @throws InvalidInputError
 */
export function assertPick(pick: Pick, quantity: number | undefined): asserts quantity is number {
  const { lineNo, pickedQuantity, shortReason = '' } = pick;
  if (quantity === undefined || (pickedQuantity ?? 0) > quantity) {
    throw new InvalidInputError(told`The pick list has no line ${lineNo} of at least ${pickedQuantity ?? 0} pieces.`);
  }
  if (isShort(pick, quantity) && shortReason === '')
    throw new InvalidInputError(told`Say why line ${lineNo} is short.`);
}

/** An order's line of a product, as far as what was picked is shared out. */
export interface LineToShare {
  readonly orderId: string;
  readonly lineNo: number;
  readonly quantity: number;
  /** As it was shared out before; null where nothing was. */
  readonly pickedQuantity: number | null;
  /** Whether its goods have left with a vehicle: then it keeps what it has. */
  readonly hasLeft: boolean;
  /** 1 to 9; the highest is served first. */
  readonly priority: number;
  readonly placedAt: Date;
}

/** A line's own status is kept only where it differs from its consignment's, which goes on to be loaded and delivered. */
export type OwnLineStatus = 'short';

/** What a line gets; null where nothing is ticked off. */
export interface SharedLine {
  readonly orderId: string;
  readonly lineNo: number;
  readonly pickedQuantity: number | null;
  readonly status: OwnLineStatus | undefined;
}

/**
 * What was picked of a product goes to the orders of highest priority first, of equal ones to the earlier; the shortage
 * falls on the others. What has left with a vehicle stays as it is.
 *
 * @param picked pieces; null where a tick was taken back.
 * @throws ConflictError `goods-left` when less is told than has left already.
 */
export function sharePicked(skuId: string, picked: number | null, lines: readonly LineToShare[]): SharedLine[] {
  const gone = lines.reduce((sum, line) => sum + (line.hasLeft ? mostOf(line) : 0), 0);
  if ((picked ?? 0) < gone) {
    throw new ConflictError(
      'goods-left',
      told`${gone} pieces of ${skuId} have left with a vehicle already. Tell what is missing there as a claim at the station.`,
    );
  }
  if (picked === null) {
    return lines.map(({ orderId, lineNo }) => ({ orderId, lineNo, pickedQuantity: null, status: undefined }));
  }
  let left = picked;
  return [...lines].sort(beforeOther).map((line) => {
    const pickedQuantity = Math.min(mostOf(line), left);
    left -= pickedQuantity;
    const status = pickedQuantity < line.quantity ? ('short' as const) : undefined;
    return { orderId: line.orderId, lineNo: line.lineNo, pickedQuantity, status };
  });
}

/** What has left had no more than this. */
function mostOf({ hasLeft, pickedQuantity, quantity }: LineToShare): number {
  return hasLeft ? (pickedQuantity ?? quantity) : quantity;
}

function beforeOther(one: LineToShare, other: LineToShare): number {
  return (
    Number(other.hasLeft) - Number(one.hasLeft) ||
    other.priority - one.priority ||
    one.placedAt.getTime() - other.placedAt.getTime() ||
    (one.orderId < other.orderId ? -1 : one.orderId > other.orderId ? 1 : 0) ||
    one.lineNo - other.lineNo
  );
}
