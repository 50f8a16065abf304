import type { User } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import { formatDay, formatMoment } from '../parts/format-moment.js';

const tones = { invited: 'warn', active: 'good', suspended: 'bad' } as const;

/** Whether somebody may come in, and what is worth knowing of it. */
export function UserState({ user: { state, linkExpiresAt, lastSeenAt } }: { readonly user: User }) {
  return (
    <span class="user-state">
      <span class={`pill pill--${tones[state]}`}>{t(`people.state.${state}`)}</span>
      <small class="soft">{noteOf(state, linkExpiresAt, lastSeenAt)}</small>
    </span>
  );
}

function noteOf(state: User['state'], linkExpiresAt: string | null, lastSeenAt: string | null): string {
  if (state === 'invited') {
    if (linkExpiresAt === null) return t('people.linkNone');
    const isOver = new Date(linkExpiresAt) < new Date();
    return isOver ? t('people.linkOver') : t('people.linkUntil', { day: formatDay(linkExpiresAt) });
  }
  return lastSeenAt === null ? '' : t('people.lastSeen', { at: formatMoment(lastSeenAt) });
}
