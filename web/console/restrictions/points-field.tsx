import { useState } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import type { LonLat } from '../../map/datum.js';

interface PointsFieldProps {
  readonly points: readonly LonLat[];
  readonly onPoints: (points: readonly LonLat[]) => void;
}

/** The points of what is drawn as text, for who cannot draw, or has them from elsewhere. */
export function PointsField({ points, onPoints }: PointsFieldProps) {
  // What is typed and cannot be read yet; the points are then those of before.
  const [typed, setTyped] = useState<string>();
  const bad = typed === undefined ? -1 : linesOf(typed).findIndex((line) => pointOf(line) === undefined);
  return (
    <label class="field">
      <span>{t('restrictions.points')}</span>
      <textarea
        rows={4}
        spellcheck={false}
        aria-invalid={bad >= 0}
        value={typed ?? points.map(({ lon, lat }) => `${lon}, ${lat}`).join('\n')}
        onInput={({ currentTarget: { value } }) => {
          const read = linesOf(value).map(pointOf);
          setTyped(value);
          if (read.every((point) => point !== undefined)) onPoints(read);
        }}
        onBlur={() => bad < 0 && setTyped(undefined)}
      />
      {bad >= 0 && (
        <span class="late" role="alert">
          {t('restrictions.pointsFault', { n: bad + 1 })}
        </span>
      )}
    </label>
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function pointOf(line: string): LonLat | undefined {
  const found = /^(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,2}(?:\.\d+)?)$/.exec(line);
  return found === null ? undefined : { lon: Number(found[1]), lat: Number(found[2]) };
}
