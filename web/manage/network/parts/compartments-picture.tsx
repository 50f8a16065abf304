import { shortZoneName, zoneName } from '../../../components/zone-badge.js';
import { formatLiters } from '../../../format.js';
import { t } from '../../../i18n/language.js';

/** What of a compartment is drawn. */
export interface DrawnCompartment {
  readonly compartmentNo?: number;
  readonly zoneIds?: readonly string[];
  readonly milliliters?: number;
  readonly hasFixedWalls?: true;
}

const [width, height, top] = [560, 96, 26];
/** So that its number can be read. */
const narrowest = 46;

/** The body of a vehicle from behind the cab to its doors: compartments by size, zones by colour and letter, walls fixed or movable. */
export function CompartmentsPicture({
  compartments,
  hasPartitions,
}: {
  readonly compartments: readonly DrawnCompartment[];
  readonly hasPartitions: boolean;
}) {
  if (compartments.length === 0) return null;
  const widths = widthsOf(compartments.map(({ milliliters = 0 }) => milliliters));
  const lefts = widths.map((_, at) => widths.slice(0, at).reduce((sum, each) => sum + each, 0));
  const isMovable = (at: number) =>
    hasPartitions && compartments[at]?.hasFixedWalls !== true && compartments[at + 1]?.hasFixedWalls !== true;
  return (
    <figure class="compartments">
      <svg viewBox={`-2 0 ${width + 4} ${height + top + 26}`} role="img" aria-label={t('compartments.picture')}>
        {compartments.map(({ compartmentNo, zoneIds = [], milliliters = 0 }, at) => {
          const share = widths[at] / Math.max(1, zoneIds.length);
          return (
            <g key={at}>
              {zoneIds.map((zoneId, index) => (
                <g key={zoneId} class={`compartments__zone compartments__zone--${zoneId}`}>
                  <rect x={lefts[at] + index * share} y={top} width={share} height={height} />
                  <text x={lefts[at] + (index + 0.5) * share} y={top + height / 2 + 5} text-anchor="middle">
                    {shortZoneName(zoneId)}
                  </text>
                  <title>{zoneName(zoneId)}</title>
                </g>
              ))}
              {zoneIds.length === 0 && (
                <rect class="compartments__empty" x={lefts[at]} y={top} width={widths[at]} height={height} />
              )}
              <text class="compartments__number" x={lefts[at] + widths[at] / 2} y={top - 9} text-anchor="middle">
                {compartmentNo ?? '–'}
              </text>
              <text
                class="compartments__size"
                x={lefts[at] + widths[at] / 2}
                y={top + height + 18}
                text-anchor="middle"
              >
                {formatLiters(milliliters)}
              </text>
            </g>
          );
        })}
        {compartments.slice(1).map((_, at) => (
          <line
            key={at}
            class={`compartments__wall${isMovable(at) ? ' compartments__wall--movable' : ''}`}
            x1={lefts[at + 1]}
            x2={lefts[at + 1]}
            y1={top - 4}
            y2={top + height + 4}
          />
        ))}
        <rect class="compartments__body" x={0} y={top} width={width} height={height} rx={4} />
      </svg>
      <figcaption class="soft small">
        {t(hasPartitions ? 'compartments.legend' : 'compartments.legend.fixed')}
      </figcaption>
    </figure>
  );
}

/** By volume, though none so narrow that nothing can be read. */
function widthsOf(volumes: readonly number[]): number[] {
  const least = Math.min(narrowest, width / volumes.length);
  const whole = volumes.reduce((sum, each) => sum + each, 0);
  const free = width - least * volumes.length;
  return volumes.map((volume) => least + (whole === 0 ? free / volumes.length : (free * volume) / whole));
}
