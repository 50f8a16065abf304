import { batch, effect, signal } from '@preact/signals';
import { tell } from '../../components/notices.js';
import { formatDate } from '../../format.js';
import { t } from '../../i18n/language.js';
import { numberOf } from '../../run-key.js';
import {
  allRuns,
  choice,
  chosenKey,
  date,
  depots,
  shownStationId,
  showsRouteHulls,
  stationsById,
  status,
  tab,
  waves,
} from '../console-state.js';
import { figure } from '../figures/figure-state.js';
import { roadLayer } from '../roads/road-state.js';
import { grouping, isTimelineShown, timelineHeight } from '../timeline/timeline-view.js';
import { type ConsolePlace, isStep, placeAddress, readPlace } from './console-address.js';
import { begin, chooseRun, showDate } from './read-day.js';

/** Raised while what the address says is put in place: until then it is not written. */
const isComing = signal(false);
/** What the console has shown last, as it is written in the address. */
let written: ConsolePlace | undefined;

function placeNow(): ConsolePlace {
  return {
    date: date.value,
    ...choice.value,
    run: chosenKey.value,
    stationId: shownStationId.value,
    tab: tab.value,
    figure: figure.value,
    showsRouteHulls: showsRouteHulls.value,
    roadLayer: roadLayer.value,
    timeline: isTimelineShown.value ? { grouping: grouping.value, height: timelineHeight.value } : undefined,
  };
}

/** Loads everything, and shows what the address says. */
export async function beginAtAddress(): Promise<void> {
  await go(readPlace(window.location.search), begin);
}

/** Keeps the address with what is shown, and what is shown with the browser's back and forward; returns how to stop that. */
export function followAddress(): () => void {
  const back = () => void go(readPlace(window.location.search), (place) => showDate(place.date || date.value, place));
  window.addEventListener('popstate', back);
  const stopWriting = effect(() => {
    const place = placeNow();
    if (status.value !== 'ready' || isComing.value) return;
    const address = placeAddress(place);
    const isNew = written !== undefined && isStep(written, place);
    written = place;
    if (address === window.location.pathname + window.location.search) return;
    if (isNew) window.history.pushState(null, '', address);
    else window.history.replaceState(null, '', address);
  });
  return () => {
    window.removeEventListener('popstate', back);
    stopWriting();
  };
}

/** Counts the goings: of two that overlap, only the later one ends. */
let goings = 0;

/** Goes to a place. What is not there any more is said, and all around it shown. */
async function go(place: ConsolePlace, load: (place: ConsolePlace) => Promise<void>): Promise<void> {
  const going = ++goings;
  isComing.value = true;
  batch(() => {
    tab.value = place.tab;
    figure.value = place.figure;
    showsRouteHulls.value = place.showsRouteHulls;
    roadLayer.value = place.roadLayer;
    isTimelineShown.value = place.timeline !== undefined;
    grouping.value = place.timeline?.grouping ?? grouping.value;
    timelineHeight.value = place.timeline?.height ?? timelineHeight.value;
    if (place.run === undefined) chosenKey.value = undefined;
  });
  await load(place);
  if (going !== goings) return;
  if (status.value === 'ready') {
    for (const sentence of missingFrom(place)) tell(sentence);
    if (place.run !== undefined) await chooseRun(place.run);
    if (going !== goings) return;
    showStation(place.stationId);
  }
  // A run that somebody has chosen while all was coming is a step from here, to which the browser leads back.
  written = { ...placeNow(), run: isThere(place.run) ? place.run : undefined };
  isComing.value = false;
}

const isThere = (run: string | undefined) =>
  allRuns.value.some(({ waveId, routeNo }) => run === `${waveId} ${routeNo}`);

function missingFrom({ depotId, waveId, run }: ConsolePlace): string[] {
  const sentences: string[] = [];
  const day = formatDate(date.value);
  if (depotId !== undefined && !depots.value.some((depot) => depot.depotId === depotId)) {
    sentences.push(t('address.noDepot', { id: depotId }));
  }
  if (waveId !== undefined && !waves.value.some((wave) => wave.waveId === waveId)) {
    sentences.push(t('address.noWave', { id: waveId, date: day }));
  }
  if (run !== undefined && !isThere(run)) sentences.push(t('address.noRun', { n: numberOf(run), date: day }));
  return sentences;
}

/** Stations come behind the runs: whether there is one that the address names is known when they have come. */
function showStation(stationId: string | undefined): void {
  shownStationId.value = stationId;
  if (stationId === undefined) return;
  const stopWaiting = stationsById.subscribe((stations) => {
    if (stations.size === 0) return;
    // The first call comes before there is something to stop.
    queueMicrotask(() => stopWaiting());
    if (stations.has(stationId)) return;
    tell(t('address.noStation', { id: stationId }));
    if (shownStationId.peek() === stationId) shownStationId.value = undefined;
  });
}
