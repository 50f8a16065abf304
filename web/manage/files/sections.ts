import type { Section } from '../section.js';

export const filesSections: readonly Section[] = [];
