import { useSignal } from '@preact/signals';
import { api } from '../../api/api.js';
import { timeText } from '../../components/form/read-hours.js';
import { doUnlessUndone, tell } from '../../components/notices.js';
import { useLoaded } from '../../components/use-loaded.js';
import { formatTime, shiftDate } from '../../format.js';
import { t } from '../../i18n/language.js';
import { waveName } from '../../i18n/wave-title.js';
import { me, views, waves } from '../console-state.js';
import { showDate } from '../view/read-day.js';
import { zoneInstant } from '../view/zone-instant.js';

const further = 'further';
/** Before the code of a cutoff whose wave is not open yet; no id of a wave begins so. */
const ofCutoff = 'cutoff ';

/** Monday is 1, Sunday 7. */
const weekdayOf = (date: string) => new Date(`${date}T00:00Z`).getUTCDay() || 7;

/** Moves the orders that the list shows to another wave of the date that still collects, or to a new one. */
export function WaveMoves({ filters }: { readonly filters: Readonly<Record<string, string>> }) {
  const target = useSignal('');
  const cutoff = useSignal('10:00');
  const only = views.value.length === 1 ? views.value[0].wave : undefined;
  const mayMove = me.value?.permissions.includes('waves:write') === true;
  const cutoffs = useLoaded(async () => (only === undefined ? [] : api.cutoffs(only.depotId)), only?.depotId ?? '');
  if (only === undefined || !mayMove || only.status !== 'collecting') return null;
  const others = waves.value.filter(
    (wave) => wave.depotId === only.depotId && wave.waveId !== only.waveId && wave.status === 'collecting',
  );
  const { class: orderClass, tier: customerTier, area } = filters;
  const chosen = Object.entries({ orderClass, customerTier, area }).filter(([, value]) => (value ?? '') !== '');
  const { depotId, deliveryDate, timeZone } = only;
  const opened = new Set(waves.value.filter((wave) => wave.depotId === depotId).map(({ sequence }) => sequence));
  /** The server opens none that is over. */
  const isAhead = ({ daysBefore, cutoffSecond }: { daysBefore: number; cutoffSecond: number }) => {
    const date = shiftDate(deliveryDate, -daysBefore);
    return Date.parse(zoneInstant(date, '00:00', timeZone)) + cutoffSecond * 1000 > Date.now();
  };
  const unopened = (cutoffs.value ?? []).filter(
    (each) => !opened.has(each.sequence) && each.weekdays.includes(weekdayOf(deliveryDate)) && isAhead(each),
  );
  /** The wave that is meant, opened first where it is not yet. */
  const targetWave = async (): Promise<string> => {
    const { value } = target;
    if (value === further) {
      return (await api.addWave(depotId, deliveryDate, zoneInstant(deliveryDate, cutoff.value, timeZone))).waveId;
    }
    const named = unopened.find(({ cutoffId }) => value === ofCutoff + cutoffId);
    return named === undefined ? value : (await api.openWave(depotId, deliveryDate, named.cutoffId)).waveId;
  };
  const move = async () => {
    const waveId = await targetWave();
    const { moved } = await api.moveOrders(waveId, Object.fromEntries(chosen));
    tell(t('wave.moved', { n: moved }));
    target.value = '';
    await showDate(deliveryDate);
  };
  return (
    <form
      class="order-filters"
      onSubmit={(event) => {
        event.preventDefault();
        doUnlessUndone(t('wave.movePending'), move);
      }}
    >
      <label>
        <span class="small soft">{t('wave.moveTo')}</span>
        <select value={target.value} onChange={(event) => (target.value = event.currentTarget.value)}>
          <option value="">–</option>
          {others.map((wave) => (
            <option key={wave.waveId} value={wave.waveId}>
              {waveName(wave)} · {t('wave.cutoff', { time: formatTime(wave.cutoffAt, timeZone) })}
            </option>
          ))}
          {unopened.map(({ cutoffId, name, cutoffSecond }) => (
            <option key={cutoffId} value={ofCutoff + cutoffId}>
              {name} · {t('wave.cutoff', { time: timeText(cutoffSecond) })}
            </option>
          ))}
          <option value={further}>{t('wave.further')}</option>
        </select>
      </label>
      {target.value === further && (
        <label>
          <span class="small soft">{t('wave.furtherCutoff')}</span>
          <input
            type="time"
            required
            value={cutoff.value}
            onInput={(event) => (cutoff.value = event.currentTarget.value)}
          />
        </label>
      )}
      <button type="submit" class="button" disabled={target.value === '' || chosen.length === 0}>
        {t('wave.move')}
      </button>
      {target.value !== '' && chosen.length === 0 && <span class="small soft">{t('wave.moveHint')}</span>}
    </form>
  );
}
