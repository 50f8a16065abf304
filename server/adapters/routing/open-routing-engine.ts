import type { Logger } from 'pino';
import { RoutingUnavailableError } from '../../application/travel/routing/routing-errors.js';
import type { RoutingEngine } from '../../application/travel/routing/routing-port.js';
import { profiles } from '../../domain/travel/travel.js';
import { readCalibration } from './estimate-file.js';
import { openGraphHopperEngine } from './graphhopper/graphhopper-engine.js';
import { isHostedGraphHopper } from './graphhopper/graphhopper-server.js';
import { findMap } from './map-folder.js';
import { openOsrmEngine } from './osrm-engine.js';
import { makeStraightLineEngine } from './straight-line-engine.js';
import { makeValhallaEngine } from './valhalla/valhalla-engine.js';
import { findValhalla } from './valhalla/valhalla-package.js';
import { withFailover } from './with-failover.js';

export interface RoutingSettings {
  readonly engine: 'valhalla' | 'graphhopper' | 'osrm' | 'straight-line';
  /** Of the engine's server, for those that have one. */
  readonly url?: string;
  readonly key?: string;
  /** The folder of the map in use (`CurrentMap.folder`); undefined while there is none. */
  readonly mapFolder?: string;
  readonly log: Logger;
  /** Ends the questions that an engine is asked while it is opened. */
  readonly signal?: AbortSignal;
}

export interface OpenedRouting {
  readonly engine: RoutingEngine;
  /** A sentence for people when the engine is not the one that was asked for. */
  readonly notice: string | undefined;
}

/**
 * Opens the routing engine that the settings name, or the estimate where Valhalla has no map or no program here.
 *
 * @throws InvalidInputError with a sentence when a setting is wrong. An engine that does not answer yet is no error.
 */
export async function openRoutingEngine(settings: RoutingSettings): Promise<OpenedRouting> {
  const { engine, url, key, mapFolder, log } = settings;
  const signal = settings.signal ?? new AbortController().signal;
  switch (engine) {
    case 'straight-line':
      return { engine: estimate(mapFolder), notice: undefined };
    case 'osrm':
      return {
        engine: withFailover(await openOsrmEngine({ url }, signal), fallback(mapFolder, log)),
        notice: undefined,
      };
    case 'graphhopper': {
      // Its open-source server has no matrix, ours has; the hosted service has its own.
      const matrixEngine =
        mapFolder !== undefined && whyNoValhalla(mapFolder) === undefined && !isHostedGraphHopper(url)
          ? makeValhallaEngine({ mapFolder, log })
          : undefined;
      const graphHopper = await openGraphHopperEngine({ url, key, log, matrixEngine }, signal);
      return { engine: withFailover(graphHopper, fallback(mapFolder, log)), notice: undefined };
    }
    case 'valhalla': {
      const reason = whyNoValhalla(mapFolder);
      if (reason !== undefined || mapFolder === undefined) return estimateInstead(reason ?? '', mapFolder, log);
      const valhalla = makeValhallaEngine({ mapFolder, log });
      const fault = await faultOf(valhalla, mapFolder, signal);
      if (fault === undefined) return { engine: withFailover(valhalla, estimate(mapFolder)), notice: undefined };
      await valhalla.close();
      return estimateInstead(fault, mapFolder, log);
    }
  }
}

/** Who is asked when an engine over HTTP is out: Valhalla on the own map where there is one, and the estimate after it. */
function fallback(mapFolder: string | undefined, log: Logger): RoutingEngine {
  if (mapFolder === undefined || whyNoValhalla(mapFolder) !== undefined) return estimate(mapFolder);
  return withFailover(makeValhallaEngine({ mapFolder, log }), estimate(mapFolder));
}

function estimate(mapFolder: string | undefined): RoutingEngine {
  return makeStraightLineEngine(mapFolder === undefined ? undefined : readCalibration(mapFolder));
}

function estimateInstead(reason: string, mapFolder: string | undefined, log: Logger): OpenedRouting {
  const notice = `${reason} Travel times are estimated by straight lines until then.`;
  log.warn(notice);
  return { engine: estimate(mapFolder), notice };
}

/** Asks for a place that has a road, which opens the tiles. @returns a sentence when they cannot be read. */
async function faultOf(engine: RoutingEngine, mapFolder: string, signal: AbortSignal): Promise<string | undefined> {
  const map = findMap(mapFolder);
  if (map === undefined) return 'The map is gone.';
  try {
    const snaps = await Promise.all(profiles.map((profile) => engine.snap([map.road], profile, signal)));
    if (snaps.some(([{ roadMeters }]) => roadMeters !== undefined)) return undefined;
    return `The map ${map.name} has lost its roads; build it again.`;
  } catch (error) {
    if (!(error instanceof RoutingUnavailableError)) throw error;
    return `The map ${map.name} cannot be read (${error.message.replace(/\.$/, '')}); build it again.`;
  }
}

function whyNoValhalla(mapFolder: string | undefined): string | undefined {
  if (findValhalla() === undefined) {
    return `Valhalla has no program for ${process.platform} ${process.arch}; set ROUTING_ENGINE to another engine.`;
  }
  if (mapFolder === undefined || findMap(mapFolder) === undefined) {
    return 'No map was built yet; build one with "tuanda map build FILE.osm.pbf".';
  }
  return undefined;
}
