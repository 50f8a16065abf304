import type { CaseKnowledge } from './case.js';

/** A reading as far as it decides which one is told; its time as text of one length. */
interface Reading {
  readonly celsius: number;
  readonly readAt: string;
  readonly stationId: string | null;
}

/**
 * What readings of one zone come to: all goods that were too warm or too cold, the reading furthest outside of the range, and
 * the last one by the device's clock where that is another. In which order they come does not matter.
 *
 * @param known by the readings of before.
 * @param told by one reading more.
 */
export function gatherReadings(known: CaseKnowledge, told: CaseKnowledge): CaseKnowledge {
  const goods = new Map([...known.goods, ...told.goods].map((each) => [each.consignmentId, each]));
  const beyond = ({ celsius }: Reading) =>
    Math.max(Number(told.detail.minCelsius) - celsius, celsius - Number(told.detail.maxCelsius));
  const byTime = (one: Reading, other: Reading) => (one.readAt < other.readAt ? -1 : one.readAt > other.readAt ? 1 : 0);
  const byWorse = (one: Reading, other: Reading) =>
    beyond(one) - beyond(other) || byTime(one, other) || one.celsius - other.celsius;
  const readings = [...readingsOf(known.detail), ...readingsOf(told.detail)].sort(byWorse);
  const worst = readings.at(-1)!;
  // Those of one time stay in the order of how bad they are.
  const latest = readings.sort(byTime).at(-1)!;
  const isWorst = latest.readAt === worst.readAt && latest.celsius === worst.celsius;
  return {
    goods: [...goods.values()].sort((one, other) => (one.consignmentId < other.consignmentId ? -1 : 1)),
    detail: {
      ...told.detail,
      ...worst,
      ...(!isWorst && {
        latestCelsius: latest.celsius,
        latestReadAt: latest.readAt,
        latestStationId: latest.stationId,
      }),
    },
  };
}

/** The worst and the latest reading that a case tells of. */
function readingsOf(detail: CaseKnowledge['detail']): Reading[] {
  const { celsius, readAt, stationId = null, latestCelsius, latestReadAt, latestStationId = null } = detail;
  const made = (degrees: unknown, at: unknown, station: unknown): Reading[] =>
    typeof degrees === 'number' && typeof at === 'string'
      ? [{ celsius: degrees, readAt: at, stationId: station as string | null }]
      : [];
  return [...made(celsius, readAt, stationId), ...made(latestCelsius, latestReadAt, latestStationId)];
}
