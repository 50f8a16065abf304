import type { Section } from '../section.js';

export const peopleSections: readonly Section[] = [];
