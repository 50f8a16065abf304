import type { Section } from '../section.js';

export const networkSections: readonly Section[] = [];
