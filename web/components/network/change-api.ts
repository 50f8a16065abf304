import { ApiError, type FieldFault } from '../../api/api-error.js';
import { ask } from '../../api/ask.js';
import type { ManyAnswers } from '../../api/types.js';
import type { Fields } from '../form/draft.js';

export const kinds = ['depots', 'stations', 'vehicles', 'couriers', 'skus', 'zones', 'cutoffs', 'wave_rules'] as const;
export type Kind = (typeof kinds)[number];

export interface ItemChange {
  readonly id: string;
  /** New values by the paths of fields; null takes away. */
  readonly change: Fields;
  /** What the fields were: where somebody changed them meanwhile, the change is refused. */
  readonly was?: Fields;
}

export type ItemAnswer = ManyAnswers['data'][number];

/** What stands in the path of a kind's calls. */
export const pathOf = (kind: Kind) => kind.replaceAll('_', '-');

/** Changes many things, each by itself. @throws ApiError */
export function askForChanges(kind: Kind, items: readonly ItemChange[]): Promise<ManyAnswers> {
  return ask<ManyAnswers>('PATCH', `/${pathOf(kind)}`, { items });
}

/** One thing's own answer as if it had been asked for alone. @throws ApiError where it was refused. */
export function assertTaken(answer: ItemAnswer): ItemAnswer {
  if (answer.effect !== 'refused') return answer;
  const faults = (Array.isArray(answer.errors) ? answer.errors : []) as FieldFault[];
  const status = answer.code === 'not-found' ? 404 : answer.code === 'invalid-input' ? 400 : 409;
  throw new ApiError(status, answer.code ?? 'internal', answer.detail ?? '', { faults });
}
