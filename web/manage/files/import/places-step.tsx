import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatCount } from '../../../format.js';
import { language, t } from '../../../i18n/language.js';
import { type DraftPlace, type DraftPlaces, filesApi, type PlaceSaid } from '../files-api.js';
import { attempt, draft, error, follow, preview } from './import-state.js';
import { PlaceCard } from './place-card.js';

/** From which confidence on candidates can be confirmed together. */
const thresholds = [0.9, 0.75, 0.6, 0.5] as const;
/** Thousands of cards at once would make every key slow. */
const cardsPerPage = 50;
const pageOf = (at: number) => at - (at % cardsPerPage);
const keyOf = ({ depotId, addressKey }: DraftPlace) => `${depotId} ${addressKey}`;

/** Stations with an address and no coordinates: what may be their place, for a person to confirm, mend or leave out. */
export function PlacesStep() {
  const draftId = draft.value?.draftId;
  const all = useSignal<readonly DraftPlace[]>();
  const fault = useSignal<DraftPlaces['fault']>(null);
  const opened = useSignal<string>();
  const said = useSignal('');
  /** Where the shown page of cards begins. */
  const first = useSignal(0);
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
      if (opened.value === undefined) {
        const at = loaded.findIndex(({ state }) => state === 'open');
        opened.value = at === -1 ? undefined : keyOf(loaded[at]);
        first.value = pageOf(Math.max(0, at));
      }
      return undefined;
    });
  // The sentence of a failure is of the page's language.
  useEffect(() => {
    if (draftId !== undefined) void load();
  }, [draftId, language.value]);
  if (draftId === undefined || all.value === undefined) return null;
  const places = all.value;
  const open = places.filter(({ state }) => state === 'open');
  const begin = Math.min(first.value, pageOf(Math.max(0, places.length - 1)));
  const turnTo = (at: number) => {
    first.value = at;
    focusCard(keyOf(places[at]));
  };

  const say = (place: DraftPlace, what: PlaceSaid) =>
    void attempt(async () => {
      const next = await filesApi.place(draftId, place, what);
      all.value = places.map((each) => (keyOf(each) === keyOf(next) ? next : each));
      // On with what is still open, from here downwards.
      const after = places.slice(places.findIndex((each) => keyOf(each) === keyOf(next)) + 1);
      const following = [...after, ...places].find((each) => each.state === 'open' && keyOf(each) !== keyOf(next));
      opened.value = next.state === 'open' ? keyOf(next) : following && keyOf(following);
      if (following !== undefined && next.state !== 'open') {
        first.value = pageOf(places.indexOf(following));
        focusCard(keyOf(following));
      }
      return filesApi.draft(draftId);
    });
  const confirmAll = (confidence: number) =>
    void attempt(async () => {
      const { confirmed, ambiguous } = await filesApi.confirmPlaces(draftId, confidence);
      said.value = [
        t('manage.import.places.confirmed', { n: formatCount(confirmed) }),
        ...(ambiguous === 0 ? [] : [t('manage.import.places.stayOpen', { n: formatCount(ambiguous) })]),
      ].join(' ');
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
        {places.slice(begin, begin + cardsPerPage).map((place) => (
          <PlaceCard
            key={keyOf(place)}
            place={place}
            isOpened={opened.value === keyOf(place)}
            onOpen={() => (opened.value = opened.value === keyOf(place) ? undefined : keyOf(place))}
            onSay={(what) => say(place, what)}
          />
        ))}
      </ul>
      {places.length > cardsPerPage && (
        <nav class="wizard__fields" aria-label={t('manage.import.places.pages')}>
          <button type="button" class="button" disabled={begin === 0} onClick={() => turnTo(begin - cardsPerPage)}>
            {t('manage.import.places.earlier')}
          </button>
          <span role="status">
            {t('manage.import.places.page', {
              from: formatCount(begin + 1),
              to: formatCount(Math.min(begin + cardsPerPage, places.length)),
              all: formatCount(places.length),
            })}
          </span>
          <button
            type="button"
            class="button"
            disabled={begin + cardsPerPage >= places.length}
            onClick={() => turnTo(begin + cardsPerPage)}
          >
            {t('manage.import.places.later')}
          </button>
        </nav>
      )}
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
  const likely = props.open.filter(({ candidates }) => (candidates?.[0]?.confidence ?? -1) >= chosen.value);
  const ambiguous = likely.filter(({ isAmbiguous }) => isAmbiguous).length;
  const count = likely.length - ambiguous;
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
      {ambiguous > 0 && (
        <span class="soft small">{t('manage.import.places.stayOpen', { n: formatCount(ambiguous) })}</span>
      )}
    </div>
  );
}

/** The keyboard goes along to the next address. */
function focusCard(key: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-place="${CSS.escape(key)}"]`)?.focus());
}
