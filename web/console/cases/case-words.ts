import type { CaseRow } from '../../api/types.js';
import { zoneName } from '../../components/zone-badge.js';
import { formatDuration, formatTime } from '../../format.js';
import { language, t, tOr } from '../../i18n/language.js';
import { zoneOfCase } from './case-state.js';

export const kindName = (kind: string): string => tOr(`case.kind.${kind}`, kind);

/** What is known of a case, in a line. */
export function caseSentence(row: CaseRow): string {
  const { kind, detail } = row;
  const zone = zoneOfCase(row);
  const said: (string | undefined)[] = [];
  if (typeof detail.toUndo === 'string' && row.status !== 'closed') {
    said.push(t('case.detail.toUndo', { outcome: tOr(`case.outcome.${detail.toUndo}`, detail.toUndo) }));
  }
  if (typeof detail.lateSeconds === 'number') {
    said.push(t('case.detail.lateSeconds', { time: formatDuration(detail.lateSeconds) }));
  }
  if (typeof detail.celsius === 'number') {
    const { celsius, minCelsius, maxCelsius, zoneId, compartmentNo, latestCelsius, latestReadAt } = detail;
    said.push(zoneName(String(zoneId)));
    said.push(t('case.detail.celsius', { celsius, min: String(minCelsius), max: String(maxCelsius) }));
    if (typeof latestCelsius === 'number' && typeof latestReadAt === 'string') {
      said.push(t('case.detail.latest', { celsius: latestCelsius, time: formatTime(latestReadAt, zone) }));
    }
    if (typeof compartmentNo === 'number') said.push(t('case.detail.compartment', { n: compartmentNo }));
  }
  if (kind === 'short-pick') {
    const { skuId, ordered, picked, reason } = detail;
    const product = row.skuName ?? String(skuId);
    said.push(t('case.detail.short', { product, ordered: String(ordered), picked: String(picked) }));
    // One of those that the floor page offers, or what a picker wrote.
    if (typeof reason === 'string') said.push(tOr(`case.short.${reason}`, reason));
  }
  if (kind === 'order-changed') {
    const { orderId, change, pieces, toWaveId, leftWith } = detail;
    const facts = { order: String(orderId), pieces: Number(pieces), wave: String(toWaveId) };
    if (change === 'cancelled' || change === 'reduced' || change === 'moved') {
      said.push(t(`case.detail.order.${change}`, facts));
    }
    if (typeof leftWith === 'string') said.push(t('case.detail.order.leftWith', { vehicle: leftWith }));
  }
  if (kind === 'claim') {
    const { claim, quantity, skuId } = detail;
    const product = skuId === null ? '' : ` ${row.skuName ?? skuId}`;
    said.push(`${tOr(`delivery.kind.${claim}`, String(claim))} × ${quantity}${product}`);
  }
  if (kind === 'run-overdue' && typeof detail.plannedReturnAt === 'string') {
    said.push(t('case.detail.returns', { time: formatTime(detail.plannedReturnAt, zone) }));
  }
  if (kind === 'vehicle-silent' && typeof detail.heardAt === 'string') {
    said.push(t('case.detail.heard', { time: formatTime(detail.heardAt, zone) }));
  }
  if (kind === 'report-against-plan') said.push(reportWords(detail, zone), tOr(`case.against.${detail.code}`, ''));
  if (typeof detail.reasonCode === 'string') said.push(tOr(`unassigned.code.${detail.reasonCode}`, detail.reasonCode));
  if (typeof detail.note === 'string') said.push(detail.note);
  return said.filter((each) => each !== undefined && each !== '').join(' · ');
}

/** A reading in a history, with where and when it was read. */
export function readingWords({ celsius, stationId, readAt }: Readonly<Record<string, unknown>>, zone?: string): string {
  if (typeof celsius !== 'number') return '';
  const said = [`${celsius} °C`, stationId, typeof readAt === 'string' ? formatTime(readAt, zone) : undefined];
  return said.filter((each) => typeof each === 'string').join(' · ');
}

/** A report that was not taken in a history: what was said, where and when, and which vehicle the plan has it on. */
export function reportWords(detail: Readonly<Record<string, unknown>>, zone?: string): string {
  const { report, reportedAt, stationId, stopId, plannedWith } = detail;
  if (typeof report !== 'string' || typeof reportedAt !== 'string') return '';
  const said = [
    t('case.detail.reported', { time: formatTime(reportedAt, zone), report: tOr(`case.report.${report}`, report) }),
    stationId ?? stopId,
    typeof plannedWith === 'string' ? t('case.detail.plannedWith', { vehicles: plannedWith }) : undefined,
  ];
  return said.filter((each) => typeof each === 'string').join(' · ');
}

/** How long until a case is due, or by how much it is over; when it was closed, of one that is. */
export function dueSentence(row: CaseRow, now: number): string {
  if (row.closedAt !== null) return t('case.closedAt', { time: formatTime(row.closedAt, zoneOfCase(row)) });
  const seconds = (Date.parse(row.dueAt) - now) / 1000;
  return t(seconds < 0 ? 'case.over' : 'case.left', { time: formatDuration(Math.abs(seconds)) });
}

export function isOver({ closedAt, dueAt }: CaseRow, now: number): boolean {
  return closedAt === null && Date.parse(dueAt) < now;
}

/** Several ids in a sentence. */
export function idsText(ids: readonly string[]): string {
  return ids.join(language.value === 'zh' ? '、' : ', ');
}

/** Who is at it: people without the word that events put before them. */
export function ownerName(owner: string | null): string {
  return owner === null ? t('case.noOwner') : owner.replace(/^user /, '');
}
