import { useSignal } from '@preact/signals';
import type { Stop, ZoneTotes } from '../api/types.js';
import { ZoneBadge } from '../components/zone-badge.js';
import { t } from '../i18n/language.js';

/** Empty totes that shall go back, by zone; a zone's may ride in several compartments. */
function totesByZone({ takesBack }: Stop): ZoneTotes[] {
  const totes = new Map<string, number>();
  for (const each of takesBack) totes.set(each.zoneId, (totes.get(each.zoneId) ?? 0) + each.totes);
  return [...totes].map(([zoneId, count]) => ({ zoneId, totes: count }));
}

/** What the courier says was taken: as planned until they change it. */
export function useTakenTotes(stop: Stop) {
  const changed = useSignal<{ readonly stopId: string; readonly totes: readonly ZoneTotes[] } | undefined>(undefined);
  const planned = totesByZone(stop);
  const taken = changed.value?.stopId === stop.stopId ? changed.value.totes : planned;
  const set = (zoneId: string, totes: number) => {
    changed.value = {
      stopId: stop.stopId,
      totes: taken.map((each) => (each.zoneId === zoneId ? { zoneId, totes } : each)),
    };
  };
  // A stop without any says nothing of them.
  return { planned, taken, set, told: planned.length === 0 ? {} : { totesTakenBack: [...taken] } };
}

export function TakeBack({ planned, taken, set }: ReturnType<typeof useTakenTotes>) {
  if (planned.length === 0) return null;
  return (
    <section class="card">
      <fieldset class="amounts">
        <legend class="eyebrow">
          {t('courier.takeBack', { n: planned.reduce((sum, { totes }) => sum + totes, 0) })}
        </legend>
        {planned.map(({ zoneId, totes }, at) => (
          <label key={zoneId}>
            <ZoneBadge zoneId={zoneId} />
            <input
              type="number"
              inputmode="numeric"
              min={0}
              max={10_000}
              value={taken[at].totes}
              onChange={({ currentTarget }) => {
                const count = Number(currentTarget.value);
                if (currentTarget.value !== '' && Number.isInteger(count) && count >= 0 && count <= 10_000)
                  set(zoneId, count);
                else currentTarget.value = String(taken[at].totes);
              }}
            />
            <span class="soft">/ {totes}</span>
          </label>
        ))}
      </fieldset>
    </section>
  );
}
