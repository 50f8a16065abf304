import type { Goods } from '../api/types.js';
import { shortCode } from '../format.js';

const mostSingle = 4;

/** The totes of a consignment, or of its part, by their codes; many as a span of numbers. */
export function ToteCodes({ consignmentId, totes, part }: Pick<Goods, 'consignmentId' | 'totes' | 'part'>) {
  const name = shortCode(part?.of ?? consignmentId);
  const first = part?.firstTote ?? 1;
  const last = first + totes - 1;
  return (
    <span class="totes">
      {totes > mostSingle ? (
        <span>{`${name}.${first} – ${last}`}</span>
      ) : (
        Array.from({ length: totes }, (_, at) => <span key={at}>{`${name}.${first + at}`}</span>)
      )}
    </span>
  );
}
