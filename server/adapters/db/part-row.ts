import type { PlacedConsignment } from '../../domain/planning/plan.js';
import type { ConsignmentPart } from '../../domain/waves/consignment.js';

/** A part as it is kept beside its id: the consignment's own row has the sizes of the whole. */
export type PartRow = ConsignmentPart & Pick<PlacedConsignment, 'grams' | 'milliliters'>;

export function partRowOf({
  part,
  grams,
  milliliters,
}: Pick<PlacedConsignment, 'part' | 'grams' | 'milliliters'>): PartRow | null {
  return part === undefined ? null : { ...part, grams, milliliters };
}
