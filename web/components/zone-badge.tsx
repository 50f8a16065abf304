import { signal } from '@preact/signals';
import type { Zone } from '../api/types.js';
import { language, nameOf, t } from '../i18n/language.js';

/** The zones of the installation, coldest first; every page loads them once. */
export const zones = signal<readonly Zone[]>([]);

export function zoneOf(zoneId: string): Zone | undefined {
  return zones.value.find((zone) => zone.zoneId === zoneId);
}

export function zoneName(zoneId: string): string {
  const zone = zoneOf(zoneId);
  return zone === undefined ? zoneId : nameOf(zone);
}

/** "-25 to -18 °C", and how long out of the cold where that is limited. */
export function zoneRule(zoneId: string): string {
  const zone = zoneOf(zoneId);
  if (zone === undefined) return '';
  const range = t('zone.range', { min: zone.minCelsius, max: zone.maxCelsius });
  if (zone.minutesOutOfRefrigeration === null || zone.minutesOutOfRefrigeration === undefined) return range;
  return `${range} · ${t('zone.out', { minutes: zone.minutesOutOfRefrigeration })}`;
}

/** Signs beside the colours, so that a zone is known without them: flake, drop, leaf, box. */
const signs: Readonly<Record<string, string>> = {
  frozen: 'M8 1v14M2 4.5l12 7M14 4.5l-12 7M5.8 2.2 8 4.3l2.2-2.1M5.8 13.8 8 11.7l2.2 2.1',
  chilled: 'M8 1.5c3 4 4.7 6 4.7 8.4a4.7 4.7 0 0 1-9.4 0C3.3 7.5 5 5.5 8 1.5z',
  fresh: 'M2.5 13.5C2.5 6 6 2.5 13.5 2.5 13.5 10 10 13.5 5 12.5M2.5 13.5 9 7',
  ambient: 'M2 5l6-3 6 3v6.5l-6 3-6-3zM2 5l6 3 6-3M8 8v6.5',
};

/** Where there is little room. Zones that the operator added are cut short. */
const shortNames: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  frozen: ['冻', 'Fz'],
  chilled: ['藏', 'Ch'],
  fresh: ['鲜', 'Fs'],
  ambient: ['温', 'Am'],
};

/** A zone in one or two letters. */
export function shortZoneName(zoneId: string): string {
  const known = Object.hasOwn(shortNames, zoneId) ? shortNames[zoneId] : undefined;
  if (known !== undefined) return known[language.value === 'zh' ? 0 : 1];
  return zoneName(zoneId).slice(0, 2);
}

/** A temperature zone: name, sign and colour. `letter` shows a short name, where there is little room. */
export function ZoneBadge({ zoneId, letter = false }: { readonly zoneId: string; readonly letter?: boolean }) {
  const name = zoneName(zoneId);
  return (
    <span class={`zone zone--${zoneId}`} title={`${name} ${zoneRule(zoneId)}`}>
      <ZoneSign zoneId={zoneId} />
      {letter ? shortZoneName(zoneId) : name}
    </span>
  );
}

export function ZoneSign({ zoneId }: { readonly zoneId: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={Object.hasOwn(signs, zoneId) ? signs[zoneId] : 'M3 8h10'} />
    </svg>
  );
}

export function ZoneBadges({ zoneIds }: { readonly zoneIds: readonly string[] }) {
  const sorted = [...new Set(zoneIds)].sort((one, other) => (zoneOf(one)?.sort ?? 99) - (zoneOf(other)?.sort ?? 99));
  return (
    <span class="zones">
      {sorted.map((zoneId) => (
        <ZoneBadge key={zoneId} zoneId={zoneId} letter={sorted.length > 2} />
      ))}
    </span>
  );
}
