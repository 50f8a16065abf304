import path from 'node:path';
import { z } from 'zod';
import type { Actor } from '../../../application/accounts/account-store.js';
import { ConflictError, InvalidInputError } from '../../../domain/dispatch-error.js';
import { type Ask, type Endpoint, endpoint } from '../endpoint.js';
import { job } from '../jobs-contract.js';
import type { HttpServices } from '../services.js';
import { mapOnServer, maps } from './maps-contract.js';

/** A city takes seconds, a country's extract minutes. */
const seconds = 600;
/** One build at a time. */
const subjectId = 'map';

/** The map in use, and building another one. */
export function mapEndpoints(services: HttpServices): Endpoint[] {
  const { mapFiles } = services;
  const begin = async ({ actor, response }: Pick<Ask, 'actor' | 'response'>, file: string, name: string) => {
    const { accountId, name: by } = actor;
    try {
      const begun = await services.jobs.start({
        kind: mapFiles.jobKind,
        subjectId,
        depotId: undefined,
        by,
        accountId,
        seconds,
        payload: { file, name },
      });
      response.set('Location', `/api/v1/jobs/${begun.jobId}`);
      return services.item('jobs', begun.jobId, undefined);
    } catch (error) {
      await mapFiles.forget(file);
      throw error;
    }
  };
  return [
    endpoint({
      method: 'get',
      path: '/maps',
      permission: 'installation:manage',
      summary: 'The map that this server plans with, what lies outside of it, and how another one can be built.',
      answer: maps,
      async handle({ actor }) {
        const map = services.findMap();
        const { outside } = await services.readSetupFigures(actor.depotIds, map?.bbox);
        const underWay = await services.mapUploads.findOpen();
        return {
          current: map === undefined ? null : describe(map),
          outside,
          building: underWay === undefined ? null : { jobId: underWay.jobId },
          mostUploadBytes: mapFiles.mostUploadBytes,
          hasFolders: mapFiles.hasFolders,
        };
      },
    }),
    endpoint({
      method: 'post',
      path: '/maps',
      permission: 'installation:manage',
      summary:
        'Build a map from an OpenStreetMap extract (.osm.pbf): multipart, one file, named by ?name=. It is in use when the job ends.',
      status: 202,
      creates: true,
      transaction: 'own',
      // One byte more, so that who sends a larger one is told of the setting.
      upload: { files: 1, bytes: mapFiles.mostUploadBytes + 1 },
      query: z.object({ name: z.string().trim().min(1).max(100).optional() }),
      answer: job,
      async handle(ask) {
        assertOverAll(ask.actor);
        const [sent, ...more] = ask.files;
        if (sent === undefined || more.length > 0) throw new InvalidInputError('Send one extract, a file .osm.pbf.');
        const name = ask.query.name ?? path.basename(sent).replace(/(\.osm)?\.pbf$/, '');
        // A large file may go to another disk here, for minutes: the database is not held for as long.
        const kept = await mapFiles.keepUpload(sent);
        try {
          return await ask.once(() => begin(ask, kept, name));
        } catch (error) {
          await mapFiles.forget(kept);
          throw error;
        }
      },
    }),
    endpoint({
      method: 'post',
      path: '/maps/on-server',
      permission: 'installation:manage',
      summary: 'The same from a file that lies on the server, in one of the folders that TUANDA_MAP_FOLDERS names.',
      status: 202,
      creates: true,
      body: mapOnServer,
      answer: job,
      async handle(ask) {
        assertOverAll(ask.actor);
        return begin(ask, await mapFiles.findOnServer(ask.body.path), ask.body.name);
      },
    }),
  ];
}

function describe({ mapId, name, builtAt, sourceFile, demo, bbox, credit }: NonNullable<FoundMap>) {
  return { mapId, name, builtAt, sourceFile, isDemo: demo, extent: bbox, credit };
}

type FoundMap = ReturnType<HttpServices['findMap']>;

/** @throws ConflictError `of-all-depots` */
function assertOverAll({ depotIds }: Actor): void {
  if (depotIds === undefined) return;
  throw new ConflictError(
    'of-all-depots',
    'This is of all depots, and your account is for some only. Ask an admin of all depots.',
  );
}
