import { useState } from 'preact/hooks';
import { ApiError, type FieldFault } from '../../api/api-error.js';
import type { Draft } from '../form/draft.js';

interface Saving {
  /** What the server refused, by fields. */
  readonly faults: readonly FieldFault[];
  readonly maySave: boolean;
  /** For the form element: also Ctrl+S saves, and Enter within a field does not. */
  readonly handlers: {
    onSubmit(event: Event): void;
    onKeyDown(event: KeyboardEvent): void;
  };
}

/**
 * How a form of a thing is saved: once at a time, when something was changed and nothing of it is wrong.
 *
 * @param save throws what was refused. @param onFailure is told what is not about fields.
 */
export function useSaving(draft: Draft, save: () => Promise<void>, onFailure: (error: unknown) => void): Saving {
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const maySave = !isBusy && draft.isTouched.value && !draft.hasFaults.value;
  const submit = async () => {
    setIsBusy(true);
    setFaults([]);
    try {
      await save();
    } catch (error) {
      if (error instanceof ApiError && error.faults.length > 0) setFaults(error.faults);
      else onFailure(error);
    } finally {
      setIsBusy(false);
    }
  };
  return {
    faults,
    maySave,
    handlers: {
      onSubmit(event) {
        event.preventDefault();
        if (maySave) void submit();
      },
      onKeyDown(event) {
        const isSave = (event.ctrlKey || event.metaKey) && (event.key === 's' || event.key === 'Enter');
        if (isSave) {
          event.preventDefault();
          (event.currentTarget as HTMLFormElement).requestSubmit();
        }
        // Enter in a field says no more than that it is filled in.
        else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      },
    },
  };
}
