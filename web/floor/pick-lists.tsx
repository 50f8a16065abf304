import { useSignal } from '@preact/signals';
import { api } from '../api/api.js';
import type { PickList, PickListLine, Run, Wave } from '../api/types.js';
import { tell, tellFailure } from '../components/notices.js';
import { PartNote } from '../components/part-note.js';
import { ScanCode } from '../components/scan-code.js';
import { ZoneBadge, zoneName, zoneRule } from '../components/zone-badge.js';
import { formatCount, formatTime } from '../format.js';
import { t } from '../i18n/language.js';
import { waveTitle } from '../i18n/wave-title.js';
import { Files } from './files.js';
import { ShortPick } from './short-pick.js';

interface Props {
  readonly lists: readonly PickList[];
  readonly runs: readonly Run[];
  readonly wave: Wave | undefined;
  readonly mayPick: boolean;
  readonly onChange: (list: PickList) => void;
}

export const isPicked = (line: PickListLine) => line.pickedQuantity !== undefined;
const isShort = (line: PickListLine) => isPicked(line) && line.pickedQuantity! < line.quantity;

/** The pick lists of a wave: one zone at a time on the phone; what is chosen is what is printed. */
export function PickLists({ lists, runs, wave, mayPick, onChange }: Props) {
  const chosenId = useSignal(lists[0].pickListId);
  const list = lists.find(({ pickListId }) => pickListId === chosenId.value) ?? lists[0];
  const shortening = useSignal<PickListLine | undefined>(undefined);
  const stationNames = new Map(
    runs.flatMap((run) => run.stops.map((stop) => [stop.stationId, stop.stationName] as const)),
  );
  const done = list.lines.filter(isPicked).length;

  const pick = async (line: PickListLine, pickedQuantity: number | null, shortReason?: string) => {
    // Shown at once; the server's answer replaces it, and a refusal puts back what was.
    onChange({
      ...list,
      lines: list.lines.map((other) =>
        other.lineNo === line.lineNo ? { ...other, pickedQuantity: pickedQuantity ?? undefined, shortReason } : other,
      ),
    });
    try {
      onChange(await api.pick(list.pickListId, [{ lineNo: line.lineNo, pickedQuantity, shortReason }]));
      if (pickedQuantity !== null && pickedQuantity < line.quantity)
        tell(t('floor.saved', { name: line.name, picked: pickedQuantity, all: line.quantity }));
    } catch (error) {
      onChange(list);
      tellFailure(error);
    }
  };

  const putBack = async ({ lineNo, putBackQuantity: quantity }: PickListLine) => {
    try {
      onChange(await api.putBack(list.pickListId, [{ lineNo, quantity }]));
    } catch (error) {
      tellFailure(error);
    }
  };

  return (
    <>
      <nav class="zone-tabs no-print" aria-label={t('stop.zones')}>
        {lists.map((each) => (
          <button
            key={each.pickListId}
            type="button"
            aria-pressed={each.pickListId === list.pickListId}
            onClick={() => (chosenId.value = each.pickListId)}
          >
            <ZoneBadge zoneId={each.zoneId} />
            <span class="small">
              {each.lines.filter(isPicked).length}/{each.lines.length}
            </span>
          </button>
        ))}
      </nav>
      <article class="sheet">
        <header class="sheet__head">
          <div>
            <p class="sheet__kind">{t('floor.pickList')}</p>
            <h2>
              <ZoneBadge zoneId={list.zoneId} /> {wave && waveTitle(wave)}
            </h2>
            <p class="soft small">{zoneRule(list.zoneId)}</p>
          </div>
          <div class="sheet__code">
            <ScanCode text={list.pickListId} />
            <span class="mono small">{list.pickListId}</span>
          </div>
        </header>
        <div class="sheet__progress no-print">
          <progress
            max={list.lines.length}
            value={done}
            aria-label={t('floor.progress', { done, all: list.lines.length })}
          />
          <span>
            {done === list.lines.length ? t('floor.done') : t('floor.progress', { done, all: list.lines.length })}
          </span>
          <span class="sheet__actions">
            <Files waveId={list.waveId} subject="pick-lists" />
            <button type="button" class="button" onClick={() => window.print()}>
              {t('general.print')}
            </button>
          </span>
        </div>
        <table class={list.lines.some(({ location }) => location !== '') ? 'pick' : 'pick pick--unplaced'}>
          <thead>
            <tr class="print-only">
              <td class="running-head" colSpan={5}>
                {t('floor.pickList')} · {wave?.waveId} · {zoneName(list.zoneId)}
              </td>
            </tr>
            <tr>
              <th class="pick__place">{t('floor.location')}</th>
              <th>{t('floor.sku')}</th>
              <th class="number">{t('floor.total')}</th>
              <th class="pick__stations">{t('floor.toStations')}</th>
              <th>{t('floor.picked')}</th>
            </tr>
          </thead>
          <tbody>
            {list.lines.map((line) => (
              <PickRow
                key={line.lineNo}
                line={line}
                stationNames={stationNames}
                mayPick={mayPick}
                onPick={() => void pick(line, isPicked(line) && !isShort(line) ? null : line.quantity)}
                onShort={() => (shortening.value = line)}
                onPutBack={() => void putBack(line)}
              />
            ))}
          </tbody>
        </table>
        <footer class="sheet__foot print-only">
          <span>{t('floor.checkedBy')}</span>
          <span>{t('floor.printed', { time: formatTime(new Date().toISOString(), wave?.timeZone) })}</span>
        </footer>
      </article>
      {shortening.value && (
        <ShortPick
          line={shortening.value}
          onClose={() => (shortening.value = undefined)}
          onSave={(quantity, reason) => {
            const line = shortening.value!;
            shortening.value = undefined;
            void pick(line, quantity, reason);
          }}
        />
      )}
    </>
  );
}

interface RowProps {
  readonly line: PickListLine;
  readonly stationNames: ReadonlyMap<string, string>;
  readonly mayPick: boolean;
  readonly onPick: () => void;
  readonly onShort: () => void;
  readonly onPutBack: () => void;
}

function PickRow({ line, stationNames, mayPick, onPick, onShort, onPutBack }: RowProps) {
  const state = isShort(line) ? 'is-short' : isPicked(line) ? 'is-picked' : '';
  return (
    <tr class={state}>
      <td class="pick__place mono">{line.location}</td>
      <td class="pick__name">
        <strong>{line.name}</strong>
        <div class="small soft mono">{line.skuId}</div>
        {line.putBackQuantity > 0 && (
          <div class="pick__back">
            <b>{t('floor.putBack', { n: line.putBackQuantity })}</b>{' '}
            <button type="button" class="button no-print" disabled={!mayPick} onClick={onPutBack}>
              {t('floor.putBackDone')}
            </button>
          </div>
        )}
        {isShort(line) && (
          <div class="pick__short">
            {t('floor.shortOf', { picked: line.pickedQuantity ?? 0, all: line.quantity })}
            {line.shortReason && ` · ${line.shortReason}`}
          </div>
        )}
      </td>
      <td class="number pick__total">{formatCount(line.quantity)}</td>
      <td class="pick__stations">
        <details class="no-print">
          <summary>{t('floor.stations', { n: new Set(line.stations.map(({ stationId }) => stationId)).size })}</summary>
          <Shares line={line} stationNames={stationNames} />
        </details>
        <div class="print-only">
          <Shares line={line} stationNames={stationNames} />
        </div>
      </td>
      <td class="pick__tick">
        <span class="print-only box" />
        <span class="pick__buttons no-print">
          <button
            type="button"
            class={state === 'is-picked' ? 'tick tick--done' : 'tick'}
            disabled={!mayPick}
            aria-pressed={state === 'is-picked'}
            aria-label={`${t('floor.tick')} ${line.name}`}
            onClick={onPick}
          >
            <svg
              viewBox="0 0 24 24"
              aria-hidden="true"
              fill="none"
              stroke="currentColor"
              stroke-width="3"
              stroke-linecap="round"
              stroke-linejoin="round"
            >
              <path d="m5 13 4.5 4.5L19 7" />
            </svg>
          </button>
          <button type="button" class="button tick-short" disabled={!mayPick} onClick={onShort}>
            {t('floor.short')}
          </button>
        </span>
      </td>
    </tr>
  );
}

function Shares({ line, stationNames }: Pick<RowProps, 'line' | 'stationNames'>) {
  return (
    <ul class="shares">
      {line.stations.map(({ stationId, quantity, partNo: no, partCount: count }) => (
        <li key={`${stationId} ${no}`}>
          {stationNames.get(stationId) ?? stationId}{' '}
          {no !== undefined && count !== undefined && <PartNote part={{ no, count }} />} <b>{quantity}</b>
        </li>
      ))}
    </ul>
  );
}
