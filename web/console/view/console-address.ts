import type { RunKey } from '../../run-key.js';
import { type Figure, figureNames } from '../figures/figure-state.js';
import { type RoadLayerName, roadLayers } from '../roads/road-state.js';
import { type Grouping, groupings, usualHeight } from '../timeline/timeline-view.js';
import { type Tab, tabs } from './tabs.js';

/** What the console's address says: all that is chosen, so that it can be kept, sent and gone back to. */
export interface ConsolePlace {
  /** Empty for the day that the console begins with. */
  readonly date: string;
  readonly depotId: string | undefined;
  readonly waveId: string | undefined;
  readonly run: RunKey | undefined;
  /** Whose words are open on the map. */
  readonly stationId: string | undefined;
  readonly tab: Tab;
  /** Whose list is shown in the place of the runs. */
  readonly figure: Figure | undefined;
  readonly showsRouteHulls: boolean;
  readonly roadLayer: RoadLayerName;
  /** Undefined while it is hidden. */
  readonly timeline: { readonly grouping: Grouping; readonly height: number } | undefined;
}

/** A run is written as its wave's id, a dot and its number; the timeline as what its rows are, a dot and its height. */
export function placeAddress(place: ConsolePlace): string {
  const { date, depotId, waveId, run, stationId, tab, figure, showsRouteHulls, roadLayer, timeline } = place;
  const layers = [...(showsRouteHulls ? ['hulls'] : []), ...(roadLayer === 'none' ? [] : [roadLayer])];
  const said: readonly (readonly [string, string | undefined])[] = [
    ['date', date || undefined],
    ['depot', depotId],
    ['wave', waveId],
    ['tab', tab === 'runs' ? undefined : tab],
    ['figure', figure],
    ['run', run?.replace(/ (?=[^ ]*$)/, '.')],
    ['stop', stationId],
    ['layers', layers.length === 0 ? undefined : layers.join('-')],
    ['timeline', timeline && `${timeline.grouping}.${timeline.height}`],
  ];
  const query = new URLSearchParams(said.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return query.size === 0 ? '/' : `/?${query}`;
}

/** The same back from the part of an address behind its question mark. What is not understood is left out. */
export function readPlace(search: string): ConsolePlace {
  const query = new URLSearchParams(search);
  const said = (name: string) => query.get(name) || undefined;
  const oneOf = <Name extends string>(names: readonly Name[], name: string | undefined) =>
    names.find((each) => each === name);
  const layers = said('layers')?.split('-') ?? [];
  const run = /^(.+)\.([1-9]\d*)$/.exec(said('run') ?? '');
  const date = said('date') ?? '';
  const [grouping, height] = said('timeline')?.split('.') ?? [];
  return {
    date: /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : '',
    depotId: said('depot'),
    waveId: said('wave'),
    run: run === null ? undefined : `${run[1]} ${run[2]}`,
    stationId: said('stop'),
    // Links of before call it by what was all of it.
    tab: said('tab') === 'claims' ? 'cases' : (oneOf(tabs, said('tab')) ?? 'runs'),
    figure: oneOf(figureNames, said('figure')),
    showsRouteHulls: layers.includes('hulls'),
    roadLayer: roadLayers.find((each) => each !== 'none' && layers.includes(each)) ?? 'none',
    timeline: timelineOf(oneOf(groupings, grouping), height),
  };
}

function timelineOf(grouping: Grouping | undefined, height: string | undefined): ConsolePlace['timeline'] {
  if (grouping === undefined) return undefined;
  return { grouping, height: /^[1-9]\d{2,3}$/.test(height ?? '') ? Number(height) : usualHeight };
}

/** Whether going from one to the other is a step that somebody wants to go back; the others only change what is written. */
export function isStep(from: ConsolePlace, to: ConsolePlace): boolean {
  const steps = ({ date, depotId, waveId, run, tab, figure }: ConsolePlace) =>
    JSON.stringify([date, depotId, waveId, run, tab, figure]);
  return steps(from) !== steps(to);
}
