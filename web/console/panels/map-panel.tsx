import '../../styles/console/map.css';
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { VehiclePosition } from '../../api/types.js';
import { tellFailure } from '../../components/notices.js';
import { ZoneBadges } from '../../components/zone-badge.js';
import { formatDistance, formatTime, formatWindows } from '../../format.js';
import { areaName } from '../../i18n/area-name.js';
import { language, t, tOr } from '../../i18n/language.js';
import { ConsoleMap } from '../../map/console-map.js';
import { runKey } from '../../run-key.js';
import {
  allRuns,
  chosenKey,
  chosenRun,
  hoveredKey,
  isDrawing,
  leaveRun,
  mapInUse,
  planGeoJson,
  plans,
  positions,
  runByStation,
  runName,
  shownStationId,
  showsRouteHulls,
  stations,
  stationsById,
  timeZone,
  unassignedStations,
  zonesByStation,
} from '../console-state.js';
import { addStations, areaTool, canChooseStations, selected, toggleStation } from '../edit/selection.js';
import { reasonSentence } from '../reason-sentence.js';
import {
  addPoint,
  draftOf,
  movePoint,
  restrictionDraft,
  restrictions,
  watchRestrictions,
} from '../restrictions/restriction-state.js';
import { restrictionText } from '../restrictions/restriction-words.js';
import { RoadControls, RoadLegend } from '../roads/road-controls.js';
import { drawnRoads, mapBox, roadLayer, watchRoads } from '../roads/road-state.js';
import { chooseRun } from '../view/read-day.js';
import { depotPoints, MapLegend } from './map-legend.js';
import { fitMap, linkMap, showStationOnMap } from './map-link.js';
import { MapPicture } from './map-picture.js';

const hasBaseMap = signal(true);
/** Raised when the map is of another datum: then all is drawn anew. */
const tilesShown = signal(0);

/** Holds the map, which is no component: it is told what to show whenever the state changes. */
export function MapPanel() {
  const whole = useRef<HTMLElement>(null);
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const map = new ConsoleMap(container.current!, {
      chooseRun: (run) => void chooseRun(run),
      hoverRun: (run) => {
        hoveredKey.value = run;
      },
      describeStation,
      describeSpot: (n) => t('map.spot', { n }),
      describeUnassigned: (n) => t('map.spotUnassigned', { n }),
      nameOfRun: runName,
      nameOfStation: (stationId) => stationsById.value.get(stationId)?.name ?? stationId,
      describeDepot: (name) => drawn(<strong>{name}</strong>),
      describeVehicle,
      lookAt: (stationId) => {
        shownStationId.value = stationId;
      },
      addPoint,
      movePoint,
      moved: (box) => {
        mapBox.value = box;
        depotPoints.value = map.depotPoints;
      },
      toggleStation: (stationId) => {
        if (canChooseStations.value) toggleStation(stationId);
      },
      addStations: (stationIds) => {
        if (canChooseStations.value) addStations(stationIds);
      },
    });
    linkMap(map);
    loadBaseMap(map).catch(tellFailure);
    const stops = [
      effect(() => map.setLanguage(language.value)),
      effect(() => {
        void tilesShown.value;
        map.showStations(stations.value, runByStation.value, unassignedStations.value);
        map.openStation(shownStationId.value);
      }),
      effect(() => {
        void tilesShown.value;
        map.showPlan(planGeoJson.value);
        map.chooseRun(chosenKey.value, chosenRun.value?.stops ?? []);
        depotPoints.value = map.depotPoints;
      }),
      effect(() => {
        void tilesShown.value;
        map.showVehicles(positions.value, new Map(allRuns.value.map((run) => [run.runId, runKey(run)])));
      }),
      effect(() => {
        // Read for its dependency: a new plan has new districts.
        void planGeoJson.value;
        map.showRouteHulls(showsRouteHulls.value);
      }),
      effect(() => map.emphasise(hoveredKey.value)),
      effect(() => {
        void tilesShown.value;
        map.showRoads(drawnRoads.value, roadLayer.value !== 'none');
      }),
      effect(() => map.markStations(selected.value)),
      effect(() => map.useAreaTool(areaTool.value)),
      watchRoads(),
      effect(() => {
        void tilesShown.value;
        const draft = restrictionDraft.value;
        const kept = restrictions.value?.restrictions ?? [];
        map.showRestrictions(
          kept.flatMap((each) => {
            if (each.restrictionId === draft?.restrictionId) return [];
            const { points, shape, isOn } = draftOf(each);
            return [{ points, shape, isOn, describe: () => `${each.name}: ${restrictionText(each)}` }];
          }),
          draft,
        );
      }),
      watchRestrictions(),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <section ref={whole} class="map" aria-label={t('map.title')}>
      <div ref={container} class="map__canvas" />
      <div class="map__tools">
        <button
          type="button"
          class="button"
          onClick={() => {
            leaveRun();
            fitMap();
          }}
        >
          {t('map.fit')}
        </button>
        <button
          type="button"
          class="button"
          aria-pressed={showsRouteHulls.value}
          disabled={plans.value.length === 0}
          onClick={() => (showsRouteHulls.value = !showsRouteHulls.value)}
        >
          {t('map.routeHulls')}
        </button>
        <RoadControls />
        <MapPicture map={whole} />
        {canChooseStations.value && <AreaTools />}
      </div>
      <RoadLegend showStation={showStationOnMap} />
      {isDrawing.value && (
        <p class="map__coming small" role="status">
          {t('map.drawing')}
        </p>
      )}
      <MapLegend hasBaseMap={hasBaseMap.value} />
    </section>
  );
}

/** What a drag over the map chooses. Shift and a drag choose by a box at any time. */
function AreaTools() {
  return (
    <>
      {(['box', 'lasso'] as const).map((tool) => (
        <button
          key={tool}
          type="button"
          class="button"
          aria-pressed={areaTool.value === tool}
          title={t(`select.${tool}.hint`)}
          onClick={() => (areaTool.value = areaTool.value === tool ? 'off' : tool)}
        >
          {t(`select.${tool}`)}
        </button>
      ))}
    </>
  );
}

/** The map in use: the operator's own tiles, or the base map from the same extract as the roads. */
async function loadBaseMap(map: ConsoleMap): Promise<void> {
  const inUse = await api.map();
  mapInUse.value = inUse;
  const { mapId, tileUrl, tileDatum = 'wgs84', tileAttribution = '' } = inUse;
  if (tileUrl !== undefined) {
    map.showTiles(tileUrl, tileDatum, tileAttribution);
    tilesShown.value++;
    return;
  }
  const metadata = mapId === '' ? undefined : await api.baseMap(mapId);
  hasBaseMap.value = metadata !== undefined;
  if (metadata !== undefined) map.showBaseMap(metadata, (z, x, y) => api.baseMapTile(mapId, z, x, y), language.value);
}

function describeStation(stationId: string): HTMLElement {
  const station = stationsById.value.get(stationId);
  const run = runByStation.value.get(stationId);
  const lost = plans.value.flatMap(({ unassigned }) => unassigned.filter((goods) => goods.stationId === stationId));
  if (station === undefined) return drawn(<strong>{stationId}</strong>);
  return drawn(
    <div class="popup">
      <strong>{station.name}</strong>
      <span class="soft">
        {tOr(`station.kind.${station.kind}`, station.kind)} · {areaName(station.area)} · {station.street}
      </span>
      <ZoneBadges zoneIds={zonesByStation.value.get(stationId) ?? []} />
      <span>
        {t('station.windows')} {formatWindows(station.windows)}
      </span>
      {run !== undefined && (
        <button type="button" class="button" onClick={() => void chooseRun(run)}>
          {t('run.title', { n: runName(run) })}
        </button>
      )}
      {lost.length > 0 && (
        <span class="late">
          {t('unassigned.reason')}: {reasonSentence(lost[0])}
        </span>
      )}
    </div>,
  );
}

function describeVehicle(position: VehiclePosition): HTMLElement {
  const { vehicleId, toStationId, isThere, remainingMeters, etaAt } = position;
  const name = toStationId === null ? t('map.depot') : (stationsById.value.get(toStationId)?.name ?? toStationId);
  return drawn(
    <div class="popup">
      <strong>{vehicleId}</strong>
      <span>{t(isThere ? 'map.vehicleAt' : 'map.vehicleTo', { name })}</span>
      {!isThere && (
        <span>
          {t('map.vehicleLeft', { distance: formatDistance(remainingMeters) })}
          {etaAt !== null && ` · ${t('delivery.eta', { time: formatTime(etaAt, timeZone.value) })}`}
        </span>
      )}
      <span class="small soft">{t('map.vehicleEstimated')}</span>
    </div>,
  );
}

function drawn(content: preact.JSX.Element): HTMLElement {
  const holder = document.createElement('div');
  render(content, holder);
  return holder;
}
