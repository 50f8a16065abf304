import { t } from '../../i18n/language.js';
import { runKey } from '../../run-key.js';
import { plan, positions, runName, runs, stations, stationsById } from '../console-state.js';
import type { EventForm } from './event-form.js';

interface FieldsProps {
  readonly form: EventForm;
  readonly onChange: (changed: Partial<EventForm>) => void;
}

/** What has to be known of the chosen event. */
export function EventFields({ form, onChange }: FieldsProps) {
  if (form.kind === 'vehicle-out') return <VehicleOut form={form} onChange={onChange} />;
  if (form.kind === 'late-departure') {
    return (
      <>
        <VehicleField form={form} onChange={onChange} />
        <label class="field">
          <span>{t('replan.minutes')}</span>
          <input
            type="number"
            min={1}
            max={1440}
            step={1}
            required
            value={form.minutes}
            onInput={(event) => onChange({ minutes: event.currentTarget.value })}
          />
        </label>
      </>
    );
  }
  if (form.kind === 'station-closed') return <StationClosed form={form} onChange={onChange} />;
  if (form.kind === 'urgent-orders') {
    return (
      <label class="field replan__hint">
        <span>{t('replan.orders')}</span>
        <textarea
          rows={3}
          required
          value={form.orderIds}
          placeholder={t('replan.ordersHint')}
          onInput={(event) => onChange({ orderIds: event.currentTarget.value })}
        />
      </label>
    );
  }
  return <p class="small soft replan__hint">{t('replan.reportsHint')}</p>;
}

function VehicleField({ form, onChange }: FieldsProps) {
  return (
    <label class="field">
      <span>{t('run.vehicle')}</span>
      <select
        value={form.vehicleId}
        onChange={(event) => onChange({ vehicleId: event.currentTarget.value, place: 'seen' })}
      >
        {runs.value
          .filter(({ status }) => status !== 'finished' && status !== 'cancelled')
          .map((run) => (
            <option key={run.runId} value={run.vehicleId}>
              {run.vehicleId} · {t('run.title', { n: runName(runKey(run)) })}
              {run.courierName === null ? '' : ` · ${run.courierName}`}
            </option>
          ))}
      </select>
    </label>
  );
}

function VehicleOut({ form, onChange }: FieldsProps) {
  const route = plan.value?.routes.find(({ vehicleId }) => vehicleId === form.vehicleId);
  const stops = route?.trips.flatMap((trip) => trip.stops) ?? [];
  const isEstimated = positions.value.some(({ vehicleId }) => vehicleId === form.vehicleId);
  const isOnRoad = runs.value.some(({ vehicleId, status }) => vehicleId === form.vehicleId && status === 'departed');
  if (!isOnRoad) {
    return (
      <>
        <VehicleField form={form} onChange={onChange} />
        <p class="small soft replan__hint">{t('replan.atDepot')}</p>
      </>
    );
  }
  return (
    <>
      <VehicleField form={form} onChange={onChange} />
      <label class="field">
        <span>{t('replan.place')}</span>
        <select value={form.place} onChange={(event) => onChange({ place: event.currentTarget.value })}>
          <option value="seen">{t('replan.placeSeen')}</option>
          {isEstimated && <option value="estimated">{t('replan.placeEstimated')}</option>}
          {stops.map(({ stationId }) => (
            <option key={stationId} value={`at ${stationId}`}>
              {t('replan.placeAt', { name: stationsById.value.get(stationId)?.name ?? stationId })}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{t('replan.goods')}</span>
        <select value={form.goods} onChange={(event) => onChange({ goods: event.currentTarget.value })}>
          <option value="transfer">{t('replan.goodsFetch')}</option>
          {runs.value
            .filter(({ vehicleId, status }) => vehicleId !== form.vehicleId && status !== 'cancelled')
            .map(({ vehicleId }) => (
              <option key={vehicleId} value={`by ${vehicleId}`}>
                {t('replan.goodsBy', { vehicle: vehicleId })}
              </option>
            ))}
          <option value="stay">{t('replan.goodsStay')}</option>
        </select>
      </label>
    </>
  );
}

function StationClosed({ form, onChange }: FieldsProps) {
  const wanted = new Set(
    plan.value?.routes.flatMap(({ trips }) => trips.flatMap(({ stops }) => stops.map((stop) => stop.stationId))),
  );
  return (
    <>
      <label class="field">
        <span>{t('stop.station')}</span>
        <select value={form.stationId} onChange={(event) => onChange({ stationId: event.currentTarget.value })}>
          {stations.value
            .filter(({ stationId }) => wanted.has(stationId))
            .map(({ stationId, name }) => (
              <option key={stationId} value={stationId}>
                {name} · {stationId}
              </option>
            ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={form.hasHours}
          onChange={(event) => onChange({ hasHours: event.currentTarget.checked })}
        />
        <span>{t('replan.otherHours')}</span>
      </label>
      {form.hasHours && (
        <>
          <label class="field">
            <span>{t('replan.opens')}</span>
            <input
              type="time"
              required
              value={form.opens}
              onInput={(event) => onChange({ opens: event.currentTarget.value })}
            />
          </label>
          <label class="field">
            <span>{t('replan.closes')}</span>
            <input
              type="time"
              required
              value={form.closes}
              onInput={(event) => onChange({ closes: event.currentTarget.value })}
            />
          </label>
        </>
      )}
    </>
  );
}
