import type { Section } from '../section.js';

export const startSections: readonly Section[] = [];
