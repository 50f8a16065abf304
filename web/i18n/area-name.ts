import { tOr } from './language.js';

/** What people call an area: those that follow from a position have a name in each language, others go by their own. */
export function areaName(area: string): string {
  return tOr(`area.${area}`, area);
}
