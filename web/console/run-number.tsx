import { t } from '../i18n/language.js';
import { runStyle } from '../map/runs/run-style.js';
import { numberOf, type RunKey } from '../run-key.js';
import { runName } from './console-state.js';

/** A run's name on its colour, with its line's dashes underneath. */
export function RunNumber({ run }: { readonly run: RunKey }) {
  const name = runName(run);
  const { colour, textColour, dash } = runStyle(numberOf(run));
  return (
    <svg class="run-sign" viewBox="0 0 34 26" role="img" aria-label={t('run.title', { n: name })}>
      <rect width="34" height="18" rx="4" fill={colour} />
      <text
        x="17"
        y="13.5"
        text-anchor="middle"
        fill={textColour}
        font-size={name.length > 4 ? 10 : 12}
        font-weight="700"
      >
        {name}
      </text>
      <path d="M1 23h32" stroke={colour} stroke-width="3" stroke-dasharray={dash} />
    </svg>
  );
}
