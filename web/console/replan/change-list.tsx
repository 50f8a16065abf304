import type { PlanChange } from '../../api/types.js';
import { formatMoney, formatPlanSecond } from '../../format.js';
import { t } from '../../i18n/language.js';
import { plan, stationsById } from '../console-state.js';

/** What differs from the plan before, each with why: what is left out first, mere times last and folded away. */
export function ChangeList({ changes }: { readonly changes: readonly PlanChange[] }) {
  const moved = changes.filter(({ kind }) => kind !== 'retimed');
  const retimed = changes.filter(({ kind }) => kind === 'retimed');
  if (changes.length === 0) return <p class="soft">{t('replan.nothing')}</p>;
  return (
    <div class="changes">
      {moved.length > 0 && <List changes={moved} />}
      {retimed.length > 0 && (
        <details open={moved.length === 0}>
          <summary>{t('replan.retimed', { n: retimed.length })}</summary>
          <List changes={retimed} />
        </details>
      )}
    </div>
  );
}

function List({ changes }: { readonly changes: readonly PlanChange[] }) {
  return (
    <ul class="changes__list">
      {changes.map((change) => (
        <li
          key={`${change.stationId} ${change.kind} ${change.consignmentIds[0]}`}
          class={change.kind === 'left-out' ? 'change change--bad' : 'change'}
        >
          <strong>{stationsById.value.get(change.stationId)?.name ?? change.stationId}</strong>
          <span>{wordsOf(change)}</span>
          <span class="small soft">{reasonOf(change)}</span>
        </li>
      ))}
    </ul>
  );
}

function wordsOf({ kind, from, to }: PlanChange): string {
  const time = (second: number) => formatPlanSecond(second, plan.value!);
  const place = ({ vehicleId, begins }: NonNullable<PlanChange['to']>) => `${vehicleId} ${time(begins)}`;
  if (kind === 'retimed') return `${time(from!.begins)} → ${time(to!.begins)} · ${to!.vehicleId}`;
  if (kind === 'left-out') return t('replan.leftOut', { from: from === undefined ? '–' : place(from) });
  if (kind === 'newly-served') return t('replan.newlyServed', { to: place(to!) });
  if (kind === 'fetched') return t('replan.fetched', { from: from!.vehicleId, to: place(to!) });
  return `${place(from!)} → ${place(to!)}`;
}

function reasonOf({ why }: PlanChange): string {
  if (why.code === 'cost-saved') return t('replan.why.cost-saved', { saved: formatMoney(why.savedMinor) });
  if (why.text !== undefined) return why.text;
  return t(`replan.why.${why.code}`);
}
