import type { CaseKnowledge } from './case.js';

/**
 * What reports that speak against the plan of a run come to: all goods that they name, and the last of them by the device's clock. In
 * which order they come does not matter.
 *
 * @param known by the reports of before.
 * @param told by one report more.
 */
export function gatherReports(known: CaseKnowledge, told: CaseKnowledge): CaseKnowledge {
  const goods = new Map([...known.goods, ...told.goods].map((each) => [each.consignmentId, each]));
  const isLater = orderOf(told) > orderOf(known);
  return {
    goods: [...goods.values()].sort((one, other) => (one.consignmentId < other.consignmentId ? -1 : 1)),
    detail: (isLater ? told : known).detail,
  };
}

/** Times as text of one length; of one time by the ids of the reports. */
function orderOf({ detail: { reportedAt, deviceEventId } }: CaseKnowledge): string {
  return `${reportedAt} ${deviceEventId}`;
}
