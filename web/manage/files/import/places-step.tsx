import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatCount } from '../../../format.js';
import { language, t } from '../../../i18n/language.js';
import { type DraftPlace, type DraftPlaces, filesApi, type PlaceSaid } from '../files-api.js';
import { attempt, draft, error, follow, preview } from './import-state.js';
import { PlaceCard } from './place-card.js';

/** From which confidence on candidates can be confirmed together. */
const thresholds = [0.9, 0.75, 0.6, 0.5] as const;
const keyOf = ({ depotId, addressKey }: DraftPlace) => `${depotId} ${addressKey}`;

/** Stations with an address and no coordinates: what may be their place, for a person to confirm, mend or leave out. */
export function PlacesStep() {
  const draftId = draft.value?.draftId;
  const all = useSignal<readonly DraftPlace[]>();
  const fault = useSignal<DraftPlaces['fault']>(null);
  const opened = useSignal<string>();
  const said = useSignal('');
  const load = () =>
    attempt(async () => {
      const loaded: DraftPlace[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await filesApi.places(draftId!, cursor);
        loaded.push(...page.data);
        fault.value = page.fault;
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      all.value = loaded;
      opened.value ??= loaded.filter(({ state }) => state === 'open').map(keyOf)[0];
      return undefined;
    });
  // The sentence of a failure is of the page's language.
  useEffect(() => {
    if (draftId !== undefined) void load();
  }, [draftId, language.value]);
  if (draftId === undefined || all.value === undefined) return null;
  const places = all.value;
  const open = places.filter(({ state }) => state === 'open');

  const say = (place: DraftPlace, what: PlaceSaid) =>
    void attempt(async () => {
      const next = await filesApi.place(draftId, place, what);
      all.value = places.map((each) => (keyOf(each) === keyOf(next) ? next : each));
      // On with what is still open, from here downwards.
      const after = places.slice(places.findIndex((each) => keyOf(each) === keyOf(next)) + 1);
      const following = [...after, ...places].find((each) => each.state === 'open' && keyOf(each) !== keyOf(next));
      opened.value = next.state === 'open' ? keyOf(next) : following && keyOf(following);
      if (following !== undefined && next.state !== 'open') focusCard(keyOf(following));
      return filesApi.draft(draftId);
    });
  const confirmAll = (confidence: number) =>
    void attempt(async () => {
      const { confirmed } = await filesApi.confirmPlaces(draftId, confidence);
      said.value = t('manage.import.places.confirmed', { n: formatCount(confirmed) });
      await load();
      return filesApi.draft(draftId);
    });
  const search = () =>
    void follow(
      () => filesApi.searchPlaces(draftId),
      async () => undefined,
    );

  return (
    <div class="wizard__stack">
      <p class="soft">{t('manage.import.places.hint')}</p>
      {fault.value !== null && (
        <p class="banner banner--warn" role="status">
          {fault.value.detail}
        </p>
      )}
      <div class="wizard__fields">
        <span class="wizard__grow" role="status">
          {t('manage.import.places.counts', {
            open: formatCount(open.length),
            placed: formatCount(places.filter(({ state }) => state === 'placed').length),
            left: formatCount(places.filter(({ state }) => state === 'left-out').length),
          })}{' '}
          {error.value === undefined && said.value}
        </span>
        {open.some(({ isAsked }) => !isAsked) && (
          <button type="button" class="button button--primary" onClick={search}>
            {t('manage.import.places.search')}
          </button>
        )}
      </div>
      <ConfirmTogether open={open} onConfirm={confirmAll} />
      <ul class="places">
        {places.map((place) => (
          <PlaceCard
            key={keyOf(place)}
            place={place}
            isOpened={opened.value === keyOf(place)}
            onOpen={() => (opened.value = opened.value === keyOf(place) ? undefined : keyOf(place))}
            onSay={(what) => say(place, what)}
          />
        ))}
      </ul>
      <div class="wizard__next">
        {open.length > 0 && <span class="soft">{t('manage.import.places.rest', { n: formatCount(open.length) })}</span>}
        <button type="button" class="button button--primary" onClick={() => void preview()}>
          {t('manage.import.next.preview')}
        </button>
      </div>
    </div>
  );
}

/** Confirms the first candidates of all that are sure enough, with how many that are. */
function ConfirmTogether(props: {
  readonly open: readonly DraftPlace[];
  readonly onConfirm: (confidence: number) => void;
}) {
  const chosen = useSignal<number>(thresholds[0]);
  if (!props.open.some(({ candidates }) => (candidates?.length ?? 0) > 0)) return null;
  const count = props.open.filter(({ candidates }) => (candidates?.[0]?.confidence ?? -1) >= chosen.value).length;
  return (
    <div class="wizard__fields">
      <label>
        {t('manage.import.places.from')}
        <select value={chosen.value} onChange={(event) => (chosen.value = Number(event.currentTarget.value))}>
          {thresholds.map((each) => (
            <option key={each} value={each}>
              ≥ {Math.round(each * 100)} %
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="button" disabled={count === 0} onClick={() => props.onConfirm(chosen.value)}>
        {t('manage.import.places.confirmAll', { n: formatCount(count), percent: Math.round(chosen.value * 100) })}
      </button>
    </div>
  );
}

/** The keyboard goes along to the next address. */
function focusCard(key: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-place="${CSS.escape(key)}"]`)?.focus());
}
