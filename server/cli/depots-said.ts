import { depotSet } from '../domain/own-depots.js';
import { UsageError } from './usage-error.js';

/**
 * The depots that `--depot` names, with commas between them; undefined where it is not given.
 *
 * @throws UsageError where it names none.
 */
export function depotsSaid(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const depotIds = text.split(',').map((each) => each.trim());
  if (depotIds.includes('')) throw new UsageError('Name the depots with commas between them: --depot A,B.');
  return depotSet(depotIds);
}
