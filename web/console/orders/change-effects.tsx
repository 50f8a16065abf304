import { useEffect, useRef } from 'preact/hooks';
import type { ChangedOrders } from '../../api/types.js';
import { ZoneBadge } from '../../components/zone-badge.js';
import { formatKilograms } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { stationsById } from '../console-state.js';

type Effects = ChangedOrders['waves'][number];

const stationName = (stationId: string) => stationsById.value.get(stationId)?.name ?? stationId;

/** What follows from a change of orders: in each closed wave goods, totes, pick lists, runs and plan; and what is refused. */
export function ChangeEffects({ changed }: { readonly changed: ChangedOrders }) {
  const section = useRef<HTMLElement>(null);
  // They come below all that was filled in, out of sight where an order has many lines.
  useEffect(() => section.current?.scrollIntoView({ block: 'nearest' }), []);
  const refused = changed.data.filter(({ status }) => status === 'refused');
  const isNothing = changed.data.every(({ status }) => status === 'unchanged');
  return (
    <section ref={section} class="effects" aria-live="polite">
      <h3>{t('order.effects')}</h3>
      {refused.length > 0 && (
        <ul class="effects__refused">
          {refused.map(({ orderId, code, reason }) => (
            <li key={orderId}>
              <b class="mono">{orderId}</b> {reason ?? tOr(`order.refused.${code}`, code ?? '')}
            </li>
          ))}
        </ul>
      )}
      {isNothing && <p>{t('order.effects.nothing')}</p>}
      {!isNothing && changed.waves.length === 0 && refused.length < changed.data.length && (
        <p>{t('order.effects.collecting')}</p>
      )}
      {changed.waves.map((wave) => (
        <WaveEffects key={wave.waveId} wave={wave} />
      ))}
    </section>
  );
}

function WaveEffects({ wave }: { readonly wave: Effects }) {
  const { before, after } = wave.plan;
  return (
    <>
      <p class="small soft mono">{wave.waveId}</p>
      <ul class="effects__list">
        {wave.consignments.map(({ consignmentId, stationId, zoneId, before: was, after: now }) => (
          <li key={consignmentId}>
            <ZoneBadge zoneId={zoneId} />
            <span>
              {stationName(stationId)}: {formatKilograms(was?.grams)} → {now ? formatKilograms(now.grams) : '0'}
              {' · '}
              {t('order.effects.totes', { before: was?.totes.length ?? 0, after: now?.totes.length ?? 0 })}
            </span>
          </li>
        ))}
        {wave.pickLines.map(({ pickListId, lineNo, name, before: was, after: now }) => (
          <li key={`${pickListId} ${lineNo}`}>
            <span>
              {t('order.effects.pick', { name, before: was?.quantity ?? 0, after: now?.quantity ?? 0 })}
              {now !== null && now.putBackQuantity > (was?.putBackQuantity ?? 0) && (
                <b> {t('floor.putBack', { n: now.putBackQuantity })}</b>
              )}
            </span>
          </li>
        ))}
        {wave.stops.map(({ stopId, stationId, runCode, vehicleId, runStatus, isDropped }) => (
          <li key={stopId}>
            <span>
              {t(isDropped ? 'order.effects.dropped' : 'order.effects.stop', {
                run: runCode,
                vehicle: vehicleId,
                station: stationName(stationId),
              })}
              {runStatus === 'released' && ` ${t('order.effects.told')}`}
            </span>
          </li>
        ))}
        {before !== null && after !== null && before.version !== after.version && (
          <li>
            <span>{t('order.effects.plan', { before: before.version, after: after.version })}</span>
          </li>
        )}
      </ul>
    </>
  );
}
