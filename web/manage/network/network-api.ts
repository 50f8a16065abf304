import { ApiError } from '../../api/api-error.js';
import { all, ask, part, root } from '../../api/ask.js';
import type { FoundRoad, Impact, Overview, Zone } from '../../api/types.js';
import type { Fields } from '../../components/form/draft.js';
import { type Kind, pathOf } from '../../components/network/change-api.js';
import { language } from '../../i18n/language.js';

/** What the sections of the network ask of the server. */
export const networkApi = {
  zones: () => all<Zone>('/zones'),
  overview: (kind: Kind) => ask<Overview>('GET', `/overviews/${pathOf(kind)}`),
  thing: (kind: Kind, id: string) => ask<Record<string, unknown>>('GET', `/${pathOf(kind)}/${part(id)}`),
  /** Only where none is there of this id. */
  add: (kind: Kind, id: string, thing: Fields) =>
    ask<Record<string, unknown>>('PUT', `/${pathOf(kind)}/${part(id)}`, thing, { 'if-none-match': '*' }),
  restore: (kind: Kind, id: string) => ask<Record<string, unknown>>('POST', `/${pathOf(kind)}/${part(id)}/restore`),
  impact: (kind: Kind, id: string) => ask<Impact>('GET', `/${pathOf(kind)}/${part(id)}/impact`),
  remove: (kind: Kind, id: string) => ask<void>('DELETE', `/${pathOf(kind)}/${part(id)}`),
  nearestRoad: (lon: number, lat: number, signal: AbortSignal) =>
    ask<FoundRoad>('GET', `/nearest-road?lon=${lon}&lat=${lat}`, undefined, {}, signal),

  photoAddress: (stationId: string) => `${root}/stations/${part(stationId)}/photo`,
  removePhoto: (stationId: string) => ask<void>('DELETE', `/stations/${part(stationId)}/photo`),
  async putPhoto(stationId: string, photo: Blob): Promise<void> {
    const form = new FormData();
    form.append('files', photo, 'entrance');
    const headers = { accept: 'application/json', 'accept-language': language.value };
    const response = await fetch(networkApi.photoAddress(stationId), { method: 'PUT', body: form, headers });
    if (response.ok) return;
    const problem = await response.json().catch(() => undefined);
    throw new ApiError(response.status, problem?.code ?? 'internal', problem?.detail ?? '');
  },
};
