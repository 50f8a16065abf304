import '../../styles/console/roads.css';
import { sentenceOf } from '../../api/api-error.js';
import { formatDuration } from '../../format.js';
import { t } from '../../i18n/language.js';
import { closedStyle, type RoadStyle, reachStyles, slownessStyles } from '../../map/roads/road-style.js';
import { stationsById } from '../console-state.js';
import {
  askRoadsAgain,
  leastClassShown,
  type RoadLayerName,
  reachMinutes,
  roadHour,
  roadLayer,
  roadLayers,
  roadProfile,
  roadsFailure,
  roadsLoading,
  roadVehicleId,
  roadVehicleIds,
  stationsOutOfReach,
} from './road-state.js';

/** Chooses what the roads show, for which hour and vehicle. */
export function RoadControls() {
  const isOn = roadLayer.value !== 'none';
  return (
    <div class="road-controls">
      <label>
        <span class="visually-hidden">{t('roads.title')}</span>
        <select
          value={roadLayer.value}
          onChange={(event) => (roadLayer.value = event.currentTarget.value as RoadLayerName)}
        >
          {roadLayers.map((name) => (
            <option key={name} value={name}>
              {t(`roads.layer.${name}`)}
            </option>
          ))}
        </select>
      </label>
      {isOn && (
        <label>
          <span class="visually-hidden">{t('roads.hour')}</span>
          <select
            value={roadHour.value ?? ''}
            onChange={({ currentTarget: { value } }) => (roadHour.value = value === '' ? undefined : Number(value))}
          >
            <option value="">{t('roads.now')}</option>
            {Array.from({ length: 24 }, (_, hour) => (
              <option key={hour} value={hour}>
                {String(hour).padStart(2, '0')}:00
              </option>
            ))}
          </select>
        </label>
      )}
      {isOn && (
        <label>
          <span class="visually-hidden">{t('roads.vehicle')}</span>
          <select
            value={roadVehicleId.value === undefined ? roadProfile.value : `${ofVehicle}${roadVehicleId.value}`}
            onChange={(event) => chooseVehicle(event.currentTarget.value)}
          >
            <option value="auto">{t('roads.profile.auto')}</option>
            <option value="truck">{t('roads.profile.truck')}</option>
            {roadVehicleIds.value.map((vehicleId) => (
              <option key={vehicleId} value={`${ofVehicle}${vehicleId}`}>
                {vehicleId}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** Before the id of a vehicle among the choices, where profiles stand as well. */
const ofVehicle = 'vehicle ';

function chooseVehicle(choice: string): void {
  const isVehicle = choice.startsWith(ofVehicle);
  roadVehicleId.value = isVehicle ? choice.slice(ofVehicle.length) : undefined;
  if (!isVehicle) roadProfile.value = choice as 'auto' | 'truck';
}

/** What the colours mean, what is not drawn, and which stations are too far. */
export function RoadLegend(props: { showStation(stationId: string): void }) {
  const layer = roadLayer.value;
  if (layer === 'none') return null;
  const failure = roadsFailure.value;
  return (
    <section class="road-legend small" aria-label={t(`roads.layer.${layer}`)} aria-busy={roadsLoading.value}>
      <strong>{t(`roads.layer.${layer}`)}</strong>
      {failure !== undefined ? (
        <p class="late" role="alert">
          {sentenceOf(failure)}{' '}
          <button type="button" class="button" onClick={askRoadsAgain}>
            {t('roads.again')}
          </button>
        </p>
      ) : (
        <>
          <ul>
            {layer === 'reach'
              ? reachStyles.map((style) => (
                  <LegendRow key={style.upTo} style={style} words={t('roads.upToMinutes', { n: style.upTo / 60 })} />
                ))
              : slownessStyles.map((style, at) => (
                  <LegendRow key={style.upTo} style={style} words={shareWords(style, slownessStyles[at - 1])} />
                ))}
            {layer !== 'reach' && <LegendRow style={closedStyle} dash={closedStyle.dash} words={t('roads.closed')} />}
          </ul>
          {roadsLoading.value && <p class="soft">{t('roads.loading')}</p>}
          {leastClassShown.value !== undefined && <p class="soft">{t('roads.mainOnly')}</p>}
          {layer === 'reach' && stationsOutOfReach.value.length > 0 && (
            <details>
              <summary>{t('roads.outOfReach', { n: stationsOutOfReach.value.length, minutes: reachMinutes })}</summary>
              <ul class="road-legend__stations">
                {stationsOutOfReach.value.map(({ stationId, seconds }) => (
                  <li key={stationId}>
                    <button type="button" class="button button--plain" onClick={() => props.showStation(stationId)}>
                      {stationsById.value.get(stationId)?.name ?? stationId}
                    </button>{' '}
                    {seconds === null ? t('roads.noWay') : formatDuration(seconds)}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </section>
  );
}

function LegendRow({ style, words, dash }: { style: RoadStyle; words: string; dash?: string }) {
  return (
    <li>
      <svg class="legend-line" viewBox="0 0 26 6" aria-hidden="true">
        <path d="M1 3h24" stroke={style.colour} stroke-width={style.weight} stroke-dasharray={dash} />
      </svg>
      {words}
    </li>
  );
}

function shareWords({ upTo }: RoadStyle, before: RoadStyle | undefined): string {
  const percent = (part: number) => Math.round(part * 100);
  if (before === undefined) return t('roads.shareBelow', { to: percent(upTo) });
  if (upTo === Number.POSITIVE_INFINITY) return t('roads.shareAbove', { from: percent(before.upTo) });
  return t('roads.shareBetween', { from: percent(before.upTo), to: percent(upTo) });
}
