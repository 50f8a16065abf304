import { ApiError, type FieldFault } from '../../api/api-error.js';
import { all, ask, part, root } from '../../api/ask.js';
import type { AttributeForms, FoundRoad, Impact, ManyAnswers, Overview, Zone } from '../../api/types.js';
import type { Fields } from '../../components/form/draft.js';
import { language } from '../../i18n/language.js';

export const kinds = ['depots', 'stations', 'vehicles', 'couriers', 'skus', 'zones', 'cutoffs', 'wave_rules'] as const;
export type Kind = (typeof kinds)[number];

export interface ItemChange {
  readonly id: string;
  readonly change: Fields;
  readonly was?: Fields;
}

export type ItemAnswer = ManyAnswers['data'][number];

/** What stands in the path of a kind's calls. */
const pathOf = (kind: Kind) => kind.replaceAll('_', '-');

/** What the sections of the network ask of the server. */
export const networkApi = {
  attributes: () => ask<AttributeForms>('GET', '/attributes'),
  zones: () => all<Zone>('/zones'),
  overview: (kind: Kind) => ask<Overview>('GET', `/overviews/${pathOf(kind)}`),
  thing: (kind: Kind, id: string) => ask<Record<string, unknown>>('GET', `/${pathOf(kind)}/${part(id)}`),
  /** Only where none is there of this id. */
  add: (kind: Kind, id: string, thing: Fields) =>
    ask<Record<string, unknown>>('PUT', `/${pathOf(kind)}/${part(id)}`, thing, { 'if-none-match': '*' }),
  restore: (kind: Kind, id: string) => ask<Record<string, unknown>>('POST', `/${pathOf(kind)}/${part(id)}/restore`),
  change: (kind: Kind, items: readonly ItemChange[]) => ask<ManyAnswers>('PATCH', `/${pathOf(kind)}`, { items }),
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

/** One thing's own answer as if it had been asked for alone. @throws ApiError where it was refused. */
export function assertTaken(answer: ItemAnswer): ItemAnswer {
  if (answer.effect !== 'refused') return answer;
  const faults = (Array.isArray(answer.errors) ? answer.errors : []) as FieldFault[];
  const status = answer.code === 'not-found' ? 404 : answer.code === 'invalid-input' ? 400 : 409;
  throw new ApiError(status, answer.code ?? 'internal', answer.detail ?? '', { faults });
}
