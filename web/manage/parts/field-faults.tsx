import { ApiError, sentenceOf } from '../../api/api-error.js';

/** What is wrong with what was typed, above the button that sent it. */
export function FieldFaults({ error }: { readonly error: unknown }) {
  if (error === undefined) return null;
  const faults = error instanceof ApiError ? error.faults : [];
  return (
    <ul class="faults" role="alert">
      {faults.length === 0 ? (
        <li>{sentenceOf(error)}</li>
      ) : (
        faults.map(({ field, reason }) => <li key={field}>{reason}</li>)
      )}
    </ul>
  );
}
