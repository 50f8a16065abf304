import type { ProblemCoordinates } from '../../server/solver/problem.js';
import type { Course, Moment } from './record-course.js';

const side = 330;
const gap = 30;
const heading = 24;
const colours = ['#1d4ed8', '#b4561f', '#15803d', '#a21caf', '#0e7490', '#b91c1c', '#4d7c0f', '#6d28d9'];

/** The plan at each recorded moment, two beside each other. Ways from and to the depot are left out: they hide the rest. */
export function drawPlans({ moments }: Course, { x, y }: ProblemCoordinates): string {
  const scale = side / Math.max(...x, ...y);
  const point = (place: number) => `${Math.round(x[place] * scale)},${Math.round(y[place] * scale)}`;
  const width = 2 * side + 3 * gap;
  const height = Math.ceil(moments.length / 2) * (side + gap + heading) + gap / 2;
  const draw = ({ share, cost, trips }: Moment, at: number) => {
    const [across, down] = [gap + (at % 2) * (side + gap), heading + Math.floor(at / 2) * (side + gap + heading)];
    const title = `${Math.round(100 * share)} % of the budget: ${trips.length} trips, cost ${Math.round(cost)}`;
    const lines = trips.map((stations, trip) => {
      // Places are stations moved by one: the depot comes first.
      const points = stations.map((station) => point(station + 1)).join(' ');
      return `<polyline points="${points}" stroke="${colours[trip % colours.length]}"/>`;
    });
    const [depotX, depotY] = point(0).split(',').map(Number);
    const depot = `<rect x="${depotX - 4}" y="${depotY - 4}" width="8" height="8" fill="#111" stroke="none"/>`;
    return `<g transform="translate(${across} ${down})"><text y="-6">${title}</text><g fill="none" stroke-width="1.5" marker-start="url(#stop)" marker-mid="url(#stop)" marker-end="url(#stop)">${lines.join('\n')}\n${depot}</g></g>`;
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" fill="#333">`,
    '<title>A plan at four moments of a search</title>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    '<marker id="stop" viewBox="-2 -2 4 4" markerWidth="3" markerHeight="3"><circle r="1.5" fill="#333"/></marker>',
    ...moments.map(draw),
    '</svg>\n',
  ].join('\n');
}
