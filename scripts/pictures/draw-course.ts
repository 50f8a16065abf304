import type { Course, Sample } from './record-course.js';

const [width, left, right] = [760, 64, 32];
const panels = { cost: { top: 34, height: 220 }, temperature: { top: 306, height: 110 } };
const height = 460;
/** What lies above is cut off: the first changes are far dearer than all that follows. */
const mostPercent = 12;

/** How cost and temperature go with the share of the budget that is spent. */
export function drawCourse({ samples }: Course): string {
  const last = samples.at(-1)!.best;
  const percent = (cost: number) => Math.min(mostPercent, 100 * (cost / last - 1));
  const across = (share: number) => left + share * (width - left - right);
  const { cost, temperature } = panels;
  const costAt = (value: number) => cost.top + cost.height * (1 - value / mostPercent);
  const hottest = Math.max(...samples.map((sample) => sample.temperature));
  const coldest = Math.min(...samples.map((sample) => sample.temperature));
  const warmthAt = (value: number) =>
    temperature.top + temperature.height * (1 - Math.log(value / coldest) / Math.log(hottest / coldest));
  const line = (y: (sample: Sample) => number) =>
    samples.map((sample) => `${across(sample.share).toFixed(1)},${y(sample).toFixed(1)}`).join(' ');
  const shares = [0, 0.25, 0.5, 0.75, 1];
  const bottom = temperature.top + temperature.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" fill="#333">`,
    '<title>The course of a search</title>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left}" y="20">Cost above the end, in % — <tspan fill="#b4561f">the plan it stands at</tspan>, <tspan fill="#14532d">the best so far</tspan></text>`,
    ...[0, 3, 6, 9, 12].map((value) => tick(costAt(value), `${value} %`)),
    `<polyline fill="none" stroke="#d98a55" points="${line((sample) => costAt(percent(sample.cost)))}"/>`,
    `<polyline fill="none" stroke="#14532d" stroke-width="2" points="${line((sample) => costAt(percent(sample.best)))}"/>`,
    `<text x="${left}" y="${temperature.top - 14}">Temperature, in the cost's unit (logarithmic)</text>`,
    ...[hottest, Math.sqrt(hottest * coldest), coldest].map((value) => tick(warmthAt(value), value.toFixed(0))),
    `<polyline fill="none" stroke="#a61b1b" stroke-width="2" points="${line((sample) => warmthAt(sample.temperature))}"/>`,
    ...shares.map(
      (share) => `<text x="${across(share)}" y="${bottom + 20}" text-anchor="middle">${100 * share} %</text>`,
    ),
    `<text x="${across(0.5)}" y="${height - 6}" text-anchor="middle">Share of the budget that is spent</text>`,
    '</svg>\n',
  ].join('\n');
}

function tick(y: number, label: string): string {
  const at = y.toFixed(1);
  return `<path d="M${left} ${at}H${width - right}" stroke="#ddd"/><text x="${left - 8}" y="${(y + 4).toFixed(1)}" text-anchor="end">${label}</text>`;
}
