import type { Section } from '../section.js';

export const casesSections: readonly Section[] = [
  {
    path: 'case-kinds',
    title: 'caseKinds.title',
    group: 'network',
    permission: 'network:write',
    load: async () => (await import('./case-kinds-section.js')).CaseKindsSection,
  },
];
