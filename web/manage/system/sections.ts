import type { Section } from '../section.js';

export const systemSections: readonly Section[] = [];
