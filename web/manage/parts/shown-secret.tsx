import { t } from '../../i18n/language.js';
import { CopyButton } from './copy-button.js';

/** A secret that is told once: to be read, selected and copied. */
export function ShownSecret({
  label,
  secret,
  hint,
}: {
  readonly label: string;
  readonly secret: string;
  readonly hint: string;
}) {
  return (
    <div class="card secret" role="status">
      <strong>{label}</strong>
      <div class="secret__row">
        <input
          class="mono"
          type="text"
          readOnly
          value={secret}
          aria-label={label}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton text={secret} />
      </div>
      <p class="soft">{hint === '' ? t('manage.toldOnce') : hint}</p>
    </div>
  );
}
