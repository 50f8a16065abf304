import type { Section } from '../section.js';

export const startSections: readonly Section[] = [
  {
    path: 'start',
    title: 'setup.title',
    group: 'start',
    permission: 'network:read',
    load: async () => (await import('./setup-section.js')).SetupSection,
  },
];
