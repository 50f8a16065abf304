import { signal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ZoneSign, zoneName, zones } from '../../components/zone-badge.js';
import { t } from '../../i18n/language.js';
import { plans, positions, runByStation, stations, unassignedStations } from '../console-state.js';
import { restrictions } from '../restrictions/restriction-state.js';

/** Where depots stand on the map's part of the page, in pixels from its upper left. */
export const depotPoints = signal<readonly { readonly x: number; readonly y: number }[]>([]);

/** How far a depot's sign reaches from its middle, in pixels. */
const signReach = 20;

/** What the signs of the map mean. It stands in the corner where no depot is, and can be closed. */
export function MapLegend({ hasBaseMap }: { readonly hasBaseMap: boolean }) {
  const isOpen = useSignal(window.innerWidth > 900);
  const box = useRef<HTMLDivElement>(null);
  const size = useSignal({ width: 0, height: 0, mapWidth: 0, mapHeight: 0 });
  useEffect(() => {
    const measure = () => {
      const { offsetWidth, offsetHeight, parentElement } = box.current!;
      const { clientWidth, clientHeight } = parentElement!;
      size.value = { width: offsetWidth, height: offsetHeight, mapWidth: clientWidth, mapHeight: clientHeight };
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    observer.observe(box.current!.parentElement!);
    return () => observer.disconnect();
  }, []);
  const isLeft = useComputed(() => {
    const { width, height, mapWidth, mapHeight } = size.value;
    const low = depotPoints.value.filter(
      ({ y }) => y > mapHeight - height - 28 - signReach && y < mapHeight + signReach,
    );
    const rightOnes = low.filter(({ x }) => x > mapWidth - width - 10 - signReach && x < mapWidth + signReach);
    const leftOnes = low.filter(({ x }) => x < width + 10 + signReach && x > -signReach);
    return rightOnes.length > leftOnes.length;
  });
  return (
    <div ref={box} class={`map__legend small ${isLeft.value ? 'map__legend--left' : ''}`}>
      <button
        type="button"
        class="map__legend-head"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {t('map.legend')} <span aria-hidden="true">{isOpen.value ? '▾' : '▸'}</span>
      </button>
      {isOpen.value && <Signs hasBaseMap={hasBaseMap} />}
    </div>
  );
}

function Signs({ hasBaseMap }: { readonly hasBaseMap: boolean }) {
  return (
    <ul>
      {plans.value.length > 0 && (
        <li>
          <span class="depot-sign depot-sign--small">仓</span> {t('map.depot')}
        </li>
      )}
      {runByStation.value.size > 0 && (
        <li>
          <span class="dot" /> {t('map.stationOnRun')}
        </li>
      )}
      {stations.value.some(({ stationId }) => !runByStation.value.has(stationId)) && (
        <li>
          <span class="dot dot--idle" /> {t('map.stationIdle')}
        </li>
      )}
      {unassignedStations.value.size > 0 && (
        <li>
          <span class="lost-sign lost-sign--small">!</span> {t('map.unassigned')}
        </li>
      )}
      {positions.value.length > 0 && (
        <li>
          <span class="vehicle-sign vehicle-sign--small" /> {t('map.vehicle')}
        </li>
      )}
      {restrictions.value?.restrictions.some(({ isOn }) => isOn) && (
        <li>
          <svg class="legend-line" viewBox="0 0 26 6" aria-hidden="true">
            <rect width="26" height="6" fill="url(#restriction-hatch)" stroke="#9a1f4b" />
          </svg>
          {t('restrictions.title')}
        </li>
      )}
      {plans.value.some(({ provenance }) => provenance.estimated) && (
        <li>
          <svg class="legend-line" viewBox="0 0 26 6" aria-hidden="true">
            <path d="M1 3h24" stroke="#0072b2" stroke-width="3" stroke-dasharray="2 5" stroke-linecap="round" />
          </svg>
          {t('map.estimated')}
        </li>
      )}
      {(plans.value.length === 0 ? [] : zones.value).map(({ zoneId }) => (
        <li key={zoneId} class={`legend-zone legend-zone--${zoneId}`}>
          <ZoneSign zoneId={zoneId} /> {zoneName(zoneId)}
        </li>
      ))}
      {!hasBaseMap && <li class="soft">{t('map.noBaseMap')}</li>}
    </ul>
  );
}
