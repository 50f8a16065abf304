import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildMap,
  type CurrentMap,
  findValhalla,
  makeStraightLineEngine,
  makeValhallaEngine,
  openGraphHopperEngine,
  openOsrmEngine,
} from '../../../server/adapters/routing/index.js';
import type { RoutingEngine } from '../../../server/application/travel/routing/routing-port.js';
import type { LonLat } from '../../../server/domain/network/place.js';
import { describeRoutingEngine } from '../../contract/routing-contract.js';
import { islandPlace, seaPlace, townPlaces, writeTown } from '../../contract/routing-town.js';
import { sharedData } from '../../support/shared-data.js';
import { startGraphHopperStandIn } from './stand-ins/graphhopper-stand-in.js';
import { startOsrmStandIn } from './stand-ins/osrm-stand-in.js';
import type { StandInServer } from './stand-ins/stand-in-server.js';

const log = pino({ level: 'silent' });
const { signal } = new AbortController();
const town = { places: () => townPlaces, sea: seaPlace, island: islandPlace, hasLargeMatrices: true };

describeRoutingEngine('The straight-line estimate', {
  open: async () => makeStraightLineEngine(),
  places: () => townPlaces,
  sea: undefined,
  hasLargeMatrices: true,
});

describeStandIn('OSRM (stand-in)', startOsrmStandIn, (url) => openOsrmEngine({ url }, signal), true);
describeStandIn(
  'GraphHopper (stand-in), asked pair by pair',
  () => startGraphHopperStandIn(),
  (url) => openGraphHopperEngine({ url, log }, signal),
  false,
);
describeStandIn(
  'GraphHopper (stand-in), with the hosted matrix',
  () => startGraphHopperStandIn({ hosted: true, key: 'key-1' }),
  (url) => openGraphHopperEngine({ url, key: 'key-1', log, offersMatrix: true }, signal),
  true,
);

/** The contract, and afterwards: was every request one that the engine's documentation knows? */
function describeStandIn(
  title: string,
  start: () => Promise<StandInServer>,
  open: (url: string) => Promise<RoutingEngine>,
  hasLargeMatrices: boolean,
): void {
  describe(title, () => {
    let server: StandInServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.close());
    describeRoutingEngine(title, { ...town, hasLargeMatrices, open: () => open(server.url) });

    it('only ever asked what the documentation describes', () => {
      expect(server.requests.length).toBeGreaterThan(20);
      expect(server.faults).toEqual([]);
    });
  });
}

describe.skipIf(findValhalla() === undefined)('Valhalla', () => {
  let folder: string;
  let map: CurrentMap;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tuanda-routing-'));
    const pbfFile = path.join(folder, 'town.osm.pbf');
    await writeTown(pbfFile);
    map = await buildMap({ pbfFile, mapsFolder: path.join(folder, 'maps'), name: 'Town', builtAt: new Date(0) });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  describeRoutingEngine('Valhalla with our own matrix', {
    ...town,
    open: async () => makeValhallaEngine({ mapFolder: map.folder, log }),
  });
  describeRoutingEngine('Valhalla asked for its own matrix', {
    ...town,
    open: async () => makeValhallaEngine({ mapFolder: map.folder, log, ownMatrix: false }),
  });
});

const hangzhou = sharedData('data', 'osm', 'hangzhou-2015.osm.pbf');

describe.skipIf(findValhalla() === undefined || hangzhou === undefined)('Valhalla on a real city', () => {
  let folder: string;
  let map: CurrentMap;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tuanda-routing-'));
    map = await buildMap({ pbfFile: hangzhou!, mapsFolder: folder, name: '杭州', builtAt: new Date(0) });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  // Beside streets all over the extract.
  const places: readonly LonLat[] = [
    { lon: 120.113154, lat: 30.285128 },
    { lon: 120.16425, lat: 30.235277 },
    { lon: 120.17547, lat: 30.270735 },
    { lon: 120.159475, lat: 30.249786 },
    { lon: 120.148646, lat: 30.287866 },
    { lon: 120.123979, lat: 30.281974 },
  ];
  for (const ownMatrix of [true, false]) {
    describeRoutingEngine(`Hangzhou, own matrix ${ownMatrix}`, {
      places: () => places,
      // South-east of the extract.
      sea: { lon: 120.5, lat: 30.1 },
      hasLargeMatrices: true,
      open: async () => makeValhallaEngine({ mapFolder: map.folder, log, ownMatrix }),
    });
  }
});

const graphHopperUrl = process.env.TUANDA_TEST_GRAPHHOPPER_URL;

// Started on routing-town.osm.pbf by scripts/ci/graphhopper.sh.
describe.skipIf(graphHopperUrl === undefined)('GraphHopper itself', () => {
  describeRoutingEngine('GraphHopper itself', {
    ...town,
    hasLargeMatrices: false,
    open: () => openGraphHopperEngine({ url: graphHopperUrl, log }, signal),
  });
});
