import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../api/api.js';
import type { LegSources as Sources } from '../api/types.js';
import { formatDuration } from '../format.js';
import { t } from '../i18n/language.js';
import { plan, stationsById } from './console-state.js';

const sources = ['reported', 'learned', 'class', 'free'] as const;
type Leg = Sources['legs'][number];

/** Says where the travel times of the chosen run come from: all in all, and drive by drive. */
export function LegSources({ vehicleId }: { vehicleId: string }) {
  const found = useSignal<Sources | undefined>(undefined);
  const planId = plan.value?.planId;
  useEffect(() => {
    found.value = undefined;
    if (planId === undefined) return;
    let gone = false;
    // Without an answer nothing is said: the times are no less right.
    api.legSources(planId, vehicleId).then(
      (answer) => {
        if (!gone) found.value = answer;
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [planId, vehicleId]);
  if (found.value === undefined || found.value.legs.length === 0) return null;
  const { engine, estimated, legs } = found.value;
  if (estimated) return <p class="panel__note">{t('legs.estimated')}</p>;
  const summary = sharesOf(legs);
  if (summary === undefined) return <p class="panel__note">{t('legs.engineOnly', { engine })}</p>;
  return (
    <details class="panel__note">
      <summary>{t('legs.from', { shares: sharesInWords(summary) })}</summary>
      <ol class="leg-sources">
        {legs.map((leg, at) => (
          <li key={`${at} ${leg.toStationId}`}>
            {placeName(leg.toStationId)} · {formatDuration(leg.seconds)}
            {leg.shares !== null && <span class="soft"> · {sharesInWords(leg.shares)}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

type Shares = NonNullable<Leg['shares']>;

/** Of all drives together, each by its time; undefined where nothing is known. */
function sharesOf(legs: readonly Leg[]): Shares | undefined {
  const known = legs.filter(({ shares }) => shares !== null);
  const seconds = known.reduce((sum, leg) => sum + leg.seconds, 0);
  if (seconds === 0) return undefined;
  const part = (source: keyof Shares) =>
    known.reduce((sum, leg) => sum + leg.seconds * leg.shares![source], 0) / seconds;
  return { free: part('free'), class: part('class'), learned: part('learned'), reported: part('reported') };
}

function sharesInWords(shares: Shares): string {
  return sources
    .filter((source) => shares[source] >= 0.005)
    .map((source) => `${t(`roads.source.${source}`)} ${Math.round(shares[source] * 100)}%`)
    .join(' · ');
}

function placeName(stationId: string | null): string {
  return stationId === null ? t('map.depot') : (stationsById.value.get(stationId)?.name ?? stationId);
}
