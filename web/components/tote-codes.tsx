import { shortCode } from '../format.js';

const mostSingle = 4;

/** The totes of a consignment by their codes; many as a span of numbers. */
export function ToteCodes({ consignmentId, count }: { readonly consignmentId: string; readonly count: number }) {
  const name = shortCode(consignmentId);
  return (
    <span class="totes">
      {count > mostSingle ? (
        <span>{`${name}.1 – ${count}`}</span>
      ) : (
        Array.from({ length: count }, (_, at) => <span key={at}>{`${name}.${at + 1}`}</span>)
      )}
    </span>
  );
}
