import type { Kind } from '../../components/network/change-api.js';
import type { Section } from '../section.js';
import { sectionOf, titleOf } from './section-names.js';

function section(kind: Kind): Section {
  return {
    path: sectionOf(kind),
    title: titleOf(kind),
    group: 'network',
    permission: 'network:read',
    load: async () => (await import('./thing-section.js')).sectionOfKind(kind),
  };
}

export const networkSections: readonly Section[] = [
  section('stations'),
  section('vehicles'),
  section('couriers'),
  section('skus'),
  {
    path: 'areas',
    title: 'network.areas',
    group: 'network',
    permission: 'network:read',
    load: async () => (await import('./areas-section.js')).AreasSection,
  },
  section('zones'),
  section('depots'),
  section('cutoffs'),
  section('wave_rules'),
];
