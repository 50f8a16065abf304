import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { WantedOverride } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import { type AskedOverride, askedOverride, makeEdits } from './edit-state.js';

/** Asks why soft rules shall be let pass, before the change is made. */
export function OverrideDialog() {
  const asked = askedOverride.value;
  return asked === undefined ? null : <Reason asked={asked} />;
}

function Reason({ asked }: { readonly asked: AskedOverride }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const reason = useSignal('');
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    askedOverride.value = undefined;
  };
  const { edits, violations, name } = asked;
  return (
    <dialog ref={dialog} class="dialog" onClose={close} aria-label={t('override.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const overrides = violations.map(({ rule, vehicleId, stationId }) => ({
            rule: rule as WantedOverride['rule'],
            vehicleId: vehicleId!,
            ...(stationId !== undefined && { stationId }),
            reason: reason.value.trim(),
          }));
          close();
          void makeEdits(edits, name, overrides);
        }}
      >
        <h2>{t('override.title')}</h2>
        <ul class="violations">
          {violations.map(({ text }) => (
            <li key={text} class="late">
              ! {text}
            </li>
          ))}
        </ul>
        <p class="small soft">{t('override.hint')}</p>
        <label class="field">
          <span>{t('override.reason')}</span>
          <input
            type="text"
            required
            minLength={3}
            maxLength={300}
            value={reason.value}
            onInput={(event) => (reason.value = event.currentTarget.value)}
          />
        </label>
        <div class="dialog__actions">
          <button type="button" class="button" onClick={close}>
            {t('general.cancel')}
          </button>
          <button type="submit" class="button button--primary" disabled={reason.value.trim().length < 3}>
            {t('override.make')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
