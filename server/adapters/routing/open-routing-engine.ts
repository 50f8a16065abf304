import type { Logger } from 'pino';
import type { RoutingEngine } from '../../application/routing-port.js';
import { isHostedGraphHopper, openGraphHopperEngine } from './graphhopper/graphhopper-engine.js';
import { findMap } from './map-folder.js';
import { openOsrmEngine } from './osrm-engine.js';
import { makeStraightLineEngine } from './straight-line-engine.js';
import { makeValhallaEngine } from './valhalla/valhalla-engine.js';
import { findValhalla } from './valhalla/valhalla-package.js';

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
 * @throws Error with a sentence when a setting is wrong. An engine that does not answer yet is no error.
 */
export async function openRoutingEngine(settings: RoutingSettings): Promise<OpenedRouting> {
  const { engine, url, key, mapFolder, log } = settings;
  const signal = settings.signal ?? new AbortController().signal;
  switch (engine) {
    case 'straight-line':
      return { engine: makeStraightLineEngine(), notice: undefined };
    case 'osrm':
      return { engine: await openOsrmEngine({ url }, signal), notice: undefined };
    case 'graphhopper': {
      // Its open-source server has no matrix, ours has; the hosted service has its own.
      const matrixEngine =
        mapFolder !== undefined && whyNoValhalla(mapFolder) === undefined && !isHostedGraphHopper(url)
          ? makeValhallaEngine({ mapFolder, log })
          : undefined;
      return { engine: await openGraphHopperEngine({ url, key, log, matrixEngine }, signal), notice: undefined };
    }
    case 'valhalla': {
      const reason = whyNoValhalla(mapFolder);
      if (reason !== undefined || mapFolder === undefined) {
        const notice = `${reason} Travel times are estimated by straight lines until then.`;
        log.warn(notice);
        return { engine: makeStraightLineEngine(), notice };
      }
      return { engine: makeValhallaEngine({ mapFolder, log }), notice: undefined };
    }
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
