import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { PhotoViewer } from '../../../application/network/photo-store.js';
import { InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { cleanPhoto, mostPhotoBytes } from '../../../domain/network/photo.js';
import { told } from '../../../domain/told.js';
import type { Ask, Endpoint } from '../endpoint.js';
import { endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';

/** What a file may have that becomes small enough without what stands beside the picture. */
const mostSentBytes = 2 * mostPhotoBytes;

/** The picture of a station's entrance: set by the office, seen by it, by the station and by couriers who go there today. */
export function photoEndpoints({ photos, clock }: Pick<HttpServices, 'photos' | 'clock'>): Endpoint[] {
  const path = '/stations/:stationId/photo';
  return [
    endpoint({
      method: 'get',
      path,
      permission: 'self:read',
      summary:
        "The picture of a station's entrance, for the office, the station itself and couriers with a stop there today.",
      forms: { 'image/jpeg': undefined, 'image/png': undefined, 'image/webp': undefined },
      query: z.strictObject({ v: z.string().max(20).optional().describe('Any: pages show a new picture by it.') }),
      async handle({ actor, params, request, response }) {
        const viewer = viewerOf(actor);
        const photo = viewer && (await photos.find(params.stationId, viewer, clock.now()));
        if (photo === undefined) throw new NotFoundError('photo of the station', params.stationId);
        response.set({ 'Cache-Control': 'private, no-cache', 'Content-Disposition': 'inline' });
        response.set('Last-Modified', photo.takenAt.toUTCString());
        if (request.fresh) response.status(304).end();
        else response.type(photo.mediaType).end(photo.content);
        return undefined;
      },
    }),
    endpoint({
      method: 'put',
      path,
      permission: 'network:write',
      summary:
        "Set the picture of a station's entrance: a JPEG, PNG or WebP of up to 400 kB, without what cameras write beside it.",
      upload: { files: 1, bytes: 1_000_000 },
      async handle({ actor, params, files }) {
        if (files.length !== 1) throw new InvalidInputError('Send one file.');
        const { size } = await stat(files[0]);
        if (size > mostSentBytes)
          throw new InvalidInputError(told`The photo has more than ${400} kB. Make it smaller first.`);
        const photo = cleanPhoto(await readFile(files[0]));
        await photos.save(params.stationId, actor.depotIds, photo, actor.name, clock.now());
        return undefined;
      },
    }),
    endpoint({
      method: 'delete',
      path,
      permission: 'network:write',
      summary: "Take away the picture of a station's entrance.",
      async handle({ actor, params }) {
        await photos.remove(params.stationId, actor.depotIds, actor.name, clock.now());
        return undefined;
      },
    }),
  ];
}

/** Undefined for roles that have no business with it. */
function viewerOf({ role, depotIds, stationId, courierId }: Ask['actor']): PhotoViewer | undefined {
  if (role === 'admin' || role === 'dispatcher') return { depotIds };
  if (role === 'station' && stationId !== undefined) return { stationId };
  return role === 'courier' && courierId !== undefined ? { courierId } : undefined;
}
