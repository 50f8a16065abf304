import { useEffect } from 'preact/hooks';
import type { Kind } from '../../components/network/change-api.js';
import { t } from '../../i18n/language.js';
import { hrefOf, openSection } from '../address.js';
import { sectionOf, titleOf } from './section-names.js';
import { tableState } from './table/table-state.js';

interface PageHeadProps {
  readonly kind: Kind;
  readonly id: string | undefined;
  readonly name: string;
  readonly isTouched: boolean;
}

/** The way back to the table, and to the one before and behind in its order: also with Alt and the arrows. */
export function PageHead({ kind, id, name, isTouched }: PageHeadProps) {
  const { shown, active } = tableState(kind);
  const at = id === undefined ? -1 : shown.value.findIndex((row) => row.id.toUpperCase() === id.toUpperCase());
  const before = at > 0 ? shown.value[at - 1].id : undefined;
  const behind = at >= 0 ? shown.value[at + 1]?.id : undefined;
  const go = (to: string | undefined) => {
    // What was typed would be lost: it is saved or put back first.
    if (to === undefined || isTouched) return;
    active.value = shown.value.findIndex((row) => row.id === to);
    openSection(sectionOf(kind), to);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      go(event.key === 'ArrowUp' ? before : behind);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return (
    <div class="thing__head">
      <a
        class="button button--plain"
        href={hrefOf(sectionOf(kind))}
        onClick={(event) => {
          event.preventDefault();
          openSection(sectionOf(kind));
        }}
      >
        ← {t(titleOf(kind))}
      </a>
      <h2>
        {id === undefined ? t('network.new') : name}{' '}
        {id !== undefined && id !== name && <span class="soft mono">{id}</span>}
      </h2>
      {id !== undefined && (
        <span class="thing__steps">
          <button
            type="button"
            class="button"
            disabled={before === undefined || isTouched}
            title={t('network.before.keys')}
            onClick={() => go(before)}
          >
            ↑ {t('network.before')}
          </button>
          <button
            type="button"
            class="button"
            disabled={behind === undefined || isTouched}
            title={t('network.behind.keys')}
            onClick={() => go(behind)}
          >
            ↓ {t('network.behind')}
          </button>
        </span>
      )}
    </div>
  );
}
