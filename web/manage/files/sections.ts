import type { Section } from '../section.js';

export const filesSections: readonly Section[] = [
  {
    path: 'import',
    title: 'manage.import.title',
    group: 'files',
    permission: 'imports:write',
    load: async () => (await import('./import/import-page.js')).ImportPage,
  },
];
