import { useEffect, useRef, useState } from 'preact/hooks';
import type { FoundRoad } from '../../../api/types.js';
import type { Draft } from '../../../components/form/draft.js';
import { tellFailure } from '../../../components/notices.js';
import { t } from '../../../i18n/language.js';
import type { LonLat } from '../../../map/datum.js';
import { PinMap } from '../../../map/pin-map.js';
import { showGround } from '../../parts/show-ground.js';
import { networkApi } from '../network-api.js';

/** From here on a place is worth a second look, and from there on no vehicle would come. */
const farMeters = 100;
const mostMeters = 1000;
/** While the pin moves the roads are asked only when it rests. */
const restMilliseconds = 180;

/** The place of a thing on the map, and the road that vehicles come along to it. */
export function PlacePicker({ draft, name }: { readonly draft: Draft; readonly name: string }) {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<PinMap>();
  const [road, setRoad] = useState<FoundRoad>();
  const [lon, lat] = [draft.read('lon'), draft.read('lat')] as [number | undefined, number | undefined];
  const isPlaced = lon !== undefined && lat !== undefined;

  useEffect(() => {
    if (box.current === null) return;
    const made = new PinMap(box.current, t('place.pin', { name }), (place) => set(draft, place));
    map.current = made;
    void showGround(made).catch(tellFailure);
    return () => made.remove();
  }, []);

  useEffect(() => {
    map.current?.show(isPlaced ? { lon, lat } : undefined);
    setRoad(undefined);
    if (!isPlaced) return;
    const leaving = new AbortController();
    const timer = window.setTimeout(() => {
      networkApi.nearestRoad(lon, lat, leaving.signal).then(
        (found) => {
          setRoad(found);
          // Where no vehicle would come, nothing is stored; what is typed may still be wrong in itself.
          const change = draft.changes();
          const isMoved = 'lon' in change || 'lat' in change;
          if (isMoved && isTooFar(found) && draft.faultOf('lat') === undefined)
            draft.write('lat', lat, t('place.tooFar'));
        },
        (error: unknown) => leaving.signal.aborted || tellFailure(error),
      );
    }, restMilliseconds);
    return () => {
      window.clearTimeout(timer);
      leaving.abort();
    };
  }, [lon, lat]);

  useEffect(() => {
    const isFar = road !== undefined && (isTooFar(road) || (road.meters ?? 0) > farMeters);
    map.current?.showRoad(road?.line ?? [], road?.point ?? undefined, isFar);
  }, [road]);

  return (
    <div class="place">
      <div ref={box} class="place__map" />
      <p class="place__road" role="status">
        {road === undefined ? (
          <span class="soft">{t(isPlaced ? 'place.asking' : 'place.none')}</span>
        ) : (
          <RoadNote road={road} />
        )}
      </p>
      <p class="soft small">{t('place.hint')}</p>
    </div>
  );
}

function RoadNote({ road }: { readonly road: FoundRoad }) {
  if (road.estimated) return <span class="soft">{t('place.noMap')}</span>;
  if (isTooFar(road)) return <strong class="late">⚠ {t('place.tooFar')}</strong>;
  const meters = Math.round(road.meters ?? 0);
  if (meters > farMeters) return <strong class="place__far">⚠ {t('place.far', { meters })}</strong>;
  return <span>✓ {t('place.near', { meters })}</span>;
}

function isTooFar({ estimated, meters }: FoundRoad): boolean {
  return !estimated && (meters === null || meters > mostMeters);
}

function set(draft: Draft, { lon, lat }: LonLat): void {
  draft.write('lon', lon);
  draft.write('lat', lat);
}
