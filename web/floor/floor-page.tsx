import '../styles/dialog.css';
import '../styles/floor.css';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../api/api.js';
import type { Me, PickList, Run, Wave } from '../api/types.js';
import { AccountLink, LanguageSwitch, Mark } from '../components/brand.js';
import { DemoBanner } from '../components/demo/demo-banner.js';
import { Empty, Failure, Loading } from '../components/states.js';
import { zoneOf, zones } from '../components/zone-badge.js';
import { formatDate } from '../format.js';
import { addMessages, t } from '../i18n/language.js';
import { floorMessages } from '../i18n/messages/floor.js';
import { waveName } from '../i18n/wave-title.js';
import { mount } from '../mount.js';
import { LoadLists } from './load-lists.js';
import { PickLists } from './pick-lists.js';
import { Totes } from './totes.js';

addMessages(floorMessages);

const views = ['pick', 'pack', 'load'] as const;
export type FloorView = (typeof views)[number];

const query = new URLSearchParams(window.location.search);
const me = signal<Me>();
/** Of the depot that is shown. */
const waves = signal<readonly Wave[]>([]);
/** The depots that somebody may see, by id, with their names. */
const depots = signal<ReadonlyMap<string, string>>(new Map());
const depotId = signal<string | undefined>(query.get('depot') ?? undefined);
const waveId = signal<string | undefined>(query.get('wave') ?? undefined);
const view = signal<FloorView>(views.find((each) => each === query.get('view')) ?? 'pick');
const pickLists = signal<readonly PickList[]>();
const runs = signal<readonly Run[]>();
const failure = signal<unknown>();

async function load(): Promise<void> {
  failure.value = undefined;
  try {
    const [self, zoneRows, latest] = await Promise.all([api.me(), api.zones(), api.wavesOfDepots()]);
    me.value = self;
    zones.value = zoneRows;
    const seen = latest.map((wave): [string, string] => [wave.depotId, wave.depotName]);
    depots.value = new Map([...(self.depotIds ?? []).map((each): [string, string] => [each, each]), ...seen].sort());
    // The address may name a wave alone, as a link to print does.
    depotId.value = latest.find((wave) => wave.waveId === waveId.value)?.depotId ?? depotId.value ?? seen[0]?.[0];
    await showDepot(depotId.value, workedOn(latest.filter((wave) => wave.depotId === depotId.value)));
  } catch (error) {
    failure.value = error;
  }
}

/** The wave of a depot that is worked on: of what the address does not name, the latest that is closed. */
function workedOn(found: readonly Wave[]): string | undefined {
  const named = found.find((wave) => wave.waveId === waveId.value);
  return (named ?? found.find((wave) => wave.status !== 'collecting') ?? found[0])?.waveId;
}

async function showDepot(chosen: string | undefined, likely?: string): Promise<void> {
  depotId.value = chosen;
  if (likely !== undefined) askAhead(likely);
  const found = chosen === undefined ? [] : await api.wavesOfDepot(chosen);
  if (depotId.value !== chosen) return;
  waves.value = found;
  waveId.value = workedOn(found);
  keepAddress();
  await loadWave();
}

/** Loaded again, the page shows the same depot and wave. */
function keepAddress(): void {
  if (query.has('print')) return;
  const shown = Object.entries({ depot: depotId.value, wave: waveId.value, view: view.value });
  const said = shown.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  window.history.replaceState(null, '', `/floor?${new URLSearchParams(said)}`);
}

/** Pick lists of the wave that is likely meant, asked for before that is sure. */
let ahead: { readonly waveId: string; readonly lists: Promise<readonly PickList[]> } | undefined;

function askAhead(likely: string): void {
  ahead = { waveId: likely, lists: api.pickLists(likely) };
  // Taken up by who loads the wave.
  ahead.lists.catch(() => undefined);
}

function takePickLists(shown: string): Promise<readonly PickList[]> {
  const taken = ahead?.waveId === shown ? ahead.lists : api.pickLists(shown);
  ahead = undefined;
  return taken;
}

async function loadWave(): Promise<void> {
  const shown = waveId.value;
  if (shown === undefined) {
    pickLists.value = [];
    runs.value = [];
    return;
  }
  try {
    // What is not looked at comes second: on a slow net the two would hold each other up.
    const loadLists = view.value === 'load' ? api.loadLists(shown) : undefined;
    // Taken up below; a failure meanwhile is told there, once.
    loadLists?.catch(() => undefined);
    const lists = await takePickLists(shown);
    if (waveId.value !== shown) return;
    pickLists.value = [...lists].sort((one, other) => sortOf(one) - sortOf(other));
    runs.value = await (loadLists ?? api.loadLists(shown));
    // Opened by "print": the codes are drawn first, then the browser's own dialog comes.
    if (query.has('print')) {
      query.delete('print');
      window.setTimeout(() => window.print(), 1500);
    }
  } catch (error) {
    failure.value = error;
  }
}

/** Coldest first, as the zones are sorted everywhere. */
function sortOf({ zoneId }: PickList): number {
  return zoneOf(zoneId)?.sort ?? Number.MAX_SAFE_INTEGER;
}

function FloorPage() {
  useEffect(() => {
    void load();
  }, []);
  const wave = waves.value.find((each) => each.waveId === waveId.value);
  return (
    <div class="floor">
      <header class="floor__top no-print">
        <Mark />
        <h1>{t('floor.title')}</h1>
        <AccountLink />
        <LanguageSwitch />
      </header>
      <DemoBanner />
      <div class="floor__bar no-print">
        {depots.value.size > 1 && (
          <select
            aria-label={t('depot.depot')}
            value={depotId.value}
            onChange={(event) => {
              pickLists.value = undefined;
              runs.value = undefined;
              showDepot(event.currentTarget.value).catch((error) => {
                failure.value = error;
              });
            }}
          >
            {[...depots.value].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
        <select
          aria-label={t('wave.wave')}
          value={waveId.value}
          disabled={waves.value.length === 0}
          onChange={(event) => {
            waveId.value = event.currentTarget.value;
            keepAddress();
            pickLists.value = undefined;
            runs.value = undefined;
            void loadWave();
          }}
        >
          {waves.value.length === 0 && <option>{t('wave.none')}</option>}
          {waves.value.map((each) => (
            <option key={each.waveId} value={each.waveId}>
              {formatDate(each.deliveryDate)} · {waveName(each)}
            </option>
          ))}
        </select>
        <div class="switch" role="tablist">
          {views.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={view.value === each}
              onClick={() => {
                view.value = each;
                keepAddress();
              }}
            >
              {t(`floor.${each}`)}
            </button>
          ))}
        </div>
        {(me.value?.role === 'admin' || me.value?.role === 'dispatcher') && (
          <a class="button floor__console" href="/">
            {t('nav.console')}
          </a>
        )}
      </div>
      {failure.value !== undefined ? (
        <Failure error={failure.value} onRetry={() => void load()} />
      ) : pickLists.value === undefined || (runs.value === undefined && view.value === 'load') ? (
        <Loading />
      ) : view.value === 'pick' ? (
        pickLists.value.length === 0 ? (
          <Empty title={t('floor.empty.title')} text={t('floor.empty.text')} />
        ) : (
          <PickLists
            lists={pickLists.value}
            runs={runs.value ?? []}
            wave={wave}
            mayPick={me.value?.role === 'picker' || me.value?.role === 'admin'}
            onChange={(changed) => {
              pickLists.value = pickLists.value?.map((list) =>
                list.pickListId === changed.pickListId ? changed : list,
              );
            }}
          />
        )
      ) : view.value === 'pack' ? (
        pickLists.value.length === 0 || wave === undefined ? (
          <Empty title={t('totes.empty.title')} text={t('totes.empty.text')} />
        ) : (
          <Totes
            key={wave.waveId}
            wave={wave}
            zoneIds={pickLists.value.map(({ zoneId }) => zoneId)}
            runs={runs.value ?? []}
            mayPack={me.value?.role === 'picker' || me.value?.role === 'admin'}
          />
        )
      ) : runs.value === undefined || runs.value.length === 0 ? (
        <Empty title={t('floor.noRuns.title')} text={t('floor.noRuns.text')} />
      ) : (
        <LoadLists runs={runs.value} />
      )}
    </div>
  );
}

mount('floor.title', FloorPage);
