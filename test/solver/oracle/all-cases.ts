import type { OracleCase, OracleEntry } from './oracle-case.js';
import { coordinateCases, matrixCases, problemCases, sliceCases, startCases } from './problem-cases.js';
import { consignmentCases, stationCases } from './station-cases.js';
import {
  bodyCases,
  breakCases,
  compartmentCases,
  depotCases,
  fixedVisitCases,
  rateCases,
  vehicleCases,
} from './vehicle-cases.js';

/** Every field of a problem: a new one does not compile until it has a case, or a reason for having none. */
const entries: Readonly<Record<string, OracleEntry>> = {
  ...problemCases,
  ...startCases,
  ...matrixCases,
  ...sliceCases,
  ...coordinateCases,
  ...depotCases,
  ...rateCases,
  ...vehicleCases,
  ...breakCases,
  ...bodyCases,
  ...compartmentCases,
  ...fixedVisitCases,
  ...stationCases,
  ...consignmentCases,
};
/** All cases: of which field, what is asked for, and the case. */
export const oracleCases = Object.entries(entries).flatMap(([field, entry]) =>
  'noRule' in entry ? [] : entry.map((each): [string, string, OracleCase] => [field, each.claim, each]),
);

export function totalOf({ cost, unservedPenalty, penaltyCost }: OracleCase['plan']): number {
  return cost + unservedPenalty + penaltyCost;
}
