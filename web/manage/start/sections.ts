import type { Section } from '../section.js';

export const startSections: readonly Section[] = [
  {
    path: 'start',
    title: 'setup.title',
    group: 'start',
    permission: 'network:read',
    load: async () => (await import('./setup-section.js')).SetupSection,
  },
  {
    path: 'map',
    title: 'mapSection.title',
    group: 'start',
    permission: 'installation:manage',
    load: async () => (await import('./map-section.js')).MapSection,
  },
];
