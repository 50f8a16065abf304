import type { Kind } from '../../components/network/change-api.js';
import type { MessageKey } from '../../i18n/messages.js';

/** The part of the address that things of a kind stand under. */
const sections: Readonly<Record<Kind, string>> = {
  depots: 'depots',
  stations: 'stations',
  vehicles: 'vehicles',
  couriers: 'couriers',
  skus: 'products',
  zones: 'zones',
  cutoffs: 'cutoffs',
  wave_rules: 'wave-rules',
};

export const sectionOf = (kind: Kind) => sections[kind];

export const titleOf = (kind: Kind): MessageKey => `network.${kind}`;

/** What stands in place of an id in the address of a new thing: two steps, which no id has. */
export const addressOfNew = ['-', 'new'] as const;
