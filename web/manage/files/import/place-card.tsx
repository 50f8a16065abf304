import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { tellFailure } from '../../../components/notices.js';
import { formatDistance } from '../../../format.js';
import { t } from '../../../i18n/language.js';
import type { LonLat } from '../../../map/datum.js';
import { PinMap } from '../../../map/pin-map.js';
import { showGround } from '../../parts/show-ground.js';
import type { DraftPlace, PlaceSaid } from '../files-api.js';

interface CardProps {
  readonly place: DraftPlace;
  readonly isOpened: boolean;
  readonly onOpen: () => void;
  readonly onSay: (said: PlaceSaid) => void;
}

/** One address with its stations; opened, with its candidates and a map to put the pin on. */
export function PlaceCard({ place, isOpened, onOpen, onSay }: CardProps) {
  const { depotId, addressKey, address, stations, state } = place;
  return (
    <li class={`places__card is-${state}`}>
      <button
        type="button"
        class="places__head"
        aria-expanded={isOpened}
        data-place={`${depotId} ${addressKey}`}
        onClick={onOpen}
      >
        <strong>{address}</strong>
        <span class="soft">
          {stations
            .slice(0, 3)
            .map(({ stationId, name }) => `${stationId} ${name}`.trim())
            .join('、')}
          {stations.length > 3 && ` +${stations.length - 3}`}
        </span>
        <span class={state === 'open' ? 'late' : 'soft'}>
          {t(`manage.import.places.state.${state}`)} · {shortOf(place)}
        </span>
      </button>
      {isOpened && <OpenedPlace place={place} onSay={onSay} />}
    </li>
  );
}

/** In a word where it comes from, or what could be confirmed. */
function shortOf({ place, candidates, isAmbiguous }: DraftPlace): string {
  if (place !== null) return place.how === 'hand' ? t('manage.import.places.byHand') : foundOf(place);
  if (candidates === null) return t('manage.import.places.unasked');
  if (candidates.length === 0) return t('manage.import.places.none');
  return isAmbiguous ? `${foundOf(candidates[0])} · ${t('manage.import.places.ambiguous')}` : foundOf(candidates[0]);
}

function foundOf({ match, confidence }: { readonly match: string | null; readonly confidence: number | null }): string {
  const what = t(`manage.import.places.match.${match ?? 'place'}` as 'manage.import.places.match.place');
  return `${what} ${Math.round((confidence ?? 0) * 100)} %`;
}

function OpenedPlace({ place, onSay }: Pick<CardProps, 'place' | 'onSay'>) {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<PinMap>();
  const candidates = place.candidates ?? [];
  const pin = useSignal<LonLat | undefined>(place.place ?? candidates[0]);
  /** The candidate that the pin stands on, until it is moved. */
  const chosen = useSignal(place.place === null && candidates.length > 0 ? 0 : undefined);

  useEffect(() => {
    if (box.current === null) return;
    const made = new PinMap(box.current, t('place.pin', { name: place.address }), (moved) => {
      pin.value = moved;
      chosen.value = undefined;
    });
    map.current = made;
    made.show(pin.value);
    void showGround(made)
      .catch(tellFailure)
      .finally(() => made.lookAt(place.depot));
    return () => made.remove();
  }, []);

  const choose = (candidateNo: number) => {
    chosen.value = candidateNo;
    pin.value = candidates[candidateNo];
    map.current?.show(pin.value);
  };
  const isSettled = place.state !== 'open';
  return (
    <div class="places__body">
      <div class="places__sides">
        <div class="wizard__stack">
          {candidates.length > 0 && (
            <fieldset class="places__candidates">
              <legend>{t('manage.import.places.candidates')}</legend>
              {candidates.map((candidate, at) => (
                <label key={`${candidate.lon} ${candidate.lat}`}>
                  <input
                    type="radio"
                    name={`candidate ${place.depotId} ${place.addressKey}`}
                    checked={chosen.value === at}
                    onChange={() => choose(at)}
                  />
                  <span class="wizard__grow">
                    {candidate.label}{' '}
                    <span class="soft small">
                      {foundOf(candidate)} ·{' '}
                      {t('manage.import.places.away', { distance: formatDistance(candidate.metersFromDepot) })}
                    </span>
                  </span>
                </label>
              ))}
            </fieldset>
          )}
          <p class="soft small">{t('manage.import.places.pinHint')}</p>
          <div class="wizard__fields">
            <button
              type="button"
              class="button button--primary"
              disabled={
                pin.value === undefined || (isSettled && chosen.value === undefined && pin.value === place.place)
              }
              onClick={() =>
                onSay(
                  chosen.value !== undefined
                    ? { candidateNo: chosen.value }
                    : { position: { lon: pin.value!.lon, lat: pin.value!.lat } },
                )
              }
            >
              {t(chosen.value !== undefined ? 'manage.import.places.confirm' : 'manage.import.places.confirmPin')}
            </button>
            {pin.value === undefined && (
              <button type="button" class="button" onClick={() => map.current?.pinInTheMiddle()}>
                {t('manage.import.places.middle')}
              </button>
            )}
            {isSettled ? (
              <button type="button" class="button" onClick={() => onSay({ state: 'open' })}>
                {t('manage.import.places.reopen')}
              </button>
            ) : (
              <button type="button" class="button" onClick={() => onSay({ state: 'left-out' })}>
                {t('manage.import.places.leaveOut')}
              </button>
            )}
          </div>
          {place.place !== null && (
            <p class="soft small">
              {t('manage.import.places.remembered', {
                by: place.place.placedBy,
                at: new Date(place.place.placedAt).toLocaleString(),
              })}
            </p>
          )}
        </div>
        <div ref={box} class="places__map" />
      </div>
    </div>
  );
}
