import { useState } from 'preact/hooks';
import { t } from '../i18n/language.js';

/** A password that can be shown while it is typed; on phones the keyboard neither corrects it nor begins it in upper case. */
export function PasswordField({
  name,
  label,
  isNew = false,
  describedBy,
  onInput,
}: {
  readonly name: string;
  readonly label: string;
  readonly isNew?: boolean;
  /** Id of what is said of it. */
  readonly describedBy?: string;
  readonly onInput?: (typed: string) => void;
}) {
  const [isShown, show] = useState(false);
  return (
    <div class="field password">
      <label for={`password-${name}`}>
        <span class="label">{label}</span>
      </label>
      <div class="password__row">
        <input
          id={`password-${name}`}
          name={name}
          type={isShown ? 'text' : 'password'}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
          required
          maxLength={500}
          aria-describedby={describedBy}
          onInput={(event) => onInput?.(event.currentTarget.value)}
        />
        <button
          type="button"
          class="button password__eye"
          aria-pressed={isShown}
          aria-label={t(isShown ? 'password.hide' : 'password.show')}
          title={t(isShown ? 'password.hide' : 'password.show')}
          onClick={() => show(!isShown)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
            <path d="M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12z" />
            <circle cx="12" cy="12" r="3" />
            {isShown && <path d="M4 20 20 4" />}
          </svg>
        </button>
      </div>
    </div>
  );
}
