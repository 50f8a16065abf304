import { computed, effect, signal } from '@preact/signals';
import { api } from '../../api/api.js';
import { ApiError } from '../../api/api-error.js';
import type { Reach, RoadSpeeds } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import type { DrawnRoad } from '../../map/roads/road-layer.js';
import { closedStyle, reachStyles, slownessStyles, styleOf } from '../../map/roads/road-style.js';
import { depotId, runs } from '../console-state.js';

/** What the roads show: nothing, speeds against the usual or against empty roads, minutes from the depot. */
export const roadLayers = ['none', 'traffic', 'hour', 'reach'] as const;
export type RoadLayerName = (typeof roadLayers)[number];

export const roadLayer = signal<RoadLayerName>('none');
/** An hour of today; undefined for now. */
export const roadHour = signal<number | undefined>(undefined);
export const roadProfile = signal<'auto' | 'truck'>('auto');
/** A vehicle of the day's runs, whose own profile and measures count instead. */
export const roadVehicleId = signal<string | undefined>(undefined);
export const roadVehicleIds = computed(() => [...new Set(runs.value.map(({ vehicleId }) => vehicleId))].sort());
/** What the map shows, told by the map whenever it came to rest. */
export const mapBox = signal<readonly [number, number, number, number] | undefined>(undefined);
export const roadsLoading = signal(false);
export const roadsFailure = signal<ApiError | undefined>(undefined);
export const roadSpeeds = signal<RoadSpeeds | undefined>(undefined);
export const reach = signal<Reach | undefined>(undefined);
/** Raised to ask again after a failure. */
const attempt = signal(0);

/** Traffic changes while one looks. */
const againMilliseconds = 60_000;
const restMilliseconds = 250;
/** More lines make cheap computers slow. */
const mostLines = 3000;

export function askRoadsAgain(): void {
  attempt.value++;
}

/** The longest drive that has a colour, in minutes. */
export const reachMinutes = reachStyles[reachStyles.length - 1].upTo / 60;

/** Stations beyond the longest drive, or without a way. */
export const stationsOutOfReach = computed(() =>
  (reach.value?.stations ?? []).filter(({ seconds }) => seconds === null || seconds > reachMinutes * 60),
);

/** Asks for what the map shows, whenever that or the choice changes. @returns what ends it. */
export function watchRoads(): () => void {
  return effect(() => {
    const layer = roadLayer.value;
    const depot = depotId.value;
    const box = mapBox.value;
    // The vehicle of another day or depot is not looked for.
    const vehicleId = roadVehicleIds.value.find((each) => each === roadVehicleId.value);
    const [hour, profile] = [roadHour.value, roadProfile.value];
    const query = { hour, profile, vehicleId, most: mostLines, minutes: reachMinutes };
    void attempt.value;
    if (layer === 'none' || depot === undefined || box === undefined) {
      roadSpeeds.value = undefined;
      reach.value = undefined;
      roadsFailure.value = undefined;
      roadsLoading.value = false;
      return;
    }
    const leaving = new AbortController();
    const look = async () => {
      roadsLoading.value = true;
      try {
        if (layer === 'reach') reach.value = await api.reach(depot, box, query, leaving.signal);
        else roadSpeeds.value = await api.roadSpeeds(depot, box, query, leaving.signal);
        if (layer === 'reach') roadSpeeds.value = undefined;
        else reach.value = undefined;
        roadsFailure.value = undefined;
      } catch (error) {
        if (leaving.signal.aborted) return;
        roadSpeeds.value = undefined;
        reach.value = undefined;
        roadsFailure.value = error instanceof ApiError ? error : new ApiError(0, 'internal', String(error));
      }
      if (!leaving.signal.aborted) roadsLoading.value = false;
    };
    const first = setTimeout(look, restMilliseconds);
    const timer = setInterval(look, againMilliseconds);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      leaving.abort();
    };
  });
}

/** The roads in the colours of the chosen layer. */
export const drawnRoads = computed((): DrawnRoad[] => {
  const layer = roadLayer.value;
  if (layer === 'reach') {
    return (reach.value?.roads ?? []).map(({ line, seconds }) => ({
      line,
      ...styleOf(reachStyles, seconds),
      describe: () => t('roads.minutesAway', { n: Math.round(seconds / 60) }),
    }));
  }
  return (roadSpeeds.value?.roads ?? []).map(({ line, freeKph, usualKph, kph, source }) => ({
    line,
    ...(kph === 0 ? closedStyle : styleOf(slownessStyles, kph / (layer === 'traffic' ? usualKph : freeKph))),
    describe: () => {
      const from = t(`roads.source.${source}`);
      if (kph === 0) return t('roads.closedThere', { from });
      const kmh = (speed: number) => Math.round(speed);
      return t('roads.speedThere', { now: kmh(kph), usual: kmh(usualKph), free: kmh(freeKph), from });
    },
  }));
});

/** The least class of road that is drawn; undefined where all are. */
export const leastClassShown = computed(() => {
  const least = (roadLayer.value === 'reach' ? reach.value : roadSpeeds.value)?.leastClass;
  return least === undefined || least === 7 ? undefined : least;
});
