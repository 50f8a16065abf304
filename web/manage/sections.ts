import { casesSections } from './cases/sections.js';
import { filesSections } from './files/sections.js';
import { networkSections } from './network/sections.js';
import { peopleSections } from './people/sections.js';
import type { Section } from './section.js';
import { startSections } from './start/sections.js';
import { systemSections } from './system/sections.js';

/** All that is managed, in the order in which it stands on the page. */
export const sections: readonly Section[] = [
  ...startSections,
  ...networkSections,
  ...casesSections,
  ...filesSections,
  ...peopleSections,
  ...systemSections,
];
