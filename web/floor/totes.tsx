import { useSignal } from '@preact/signals';
import { api } from '../api/api.js';
import type { Consignment, PackedTote, Run, Wave } from '../api/types.js';
import { tell, tellFailure } from '../components/notices.js';
import { Empty, Failure, Loading } from '../components/states.js';
import { useLoaded } from '../components/use-loaded.js';
import { ZoneBadge, zoneName, zoneRule } from '../components/zone-badge.js';
import { formatTime } from '../format.js';
import { language, t } from '../i18n/language.js';
import { waveTitle } from '../i18n/wave-title.js';
import { type MovedLine, MoveUnits } from './move-units.js';
import { PrintLabels } from './print-labels.js';
import { ToteCard } from './tote-card.js';

interface Props {
  readonly wave: Wave;
  /** Coldest first. */
  readonly zoneIds: readonly string[];
  /** Once the wave is planned. */
  readonly runs: readonly Run[];
  readonly mayPack: boolean;
}

/** What is in the totes of a wave, one zone and station at a time: to pack by, to change while packing, and to label. */
export function Totes({ wave, zoneIds, runs, mayPack }: Props) {
  const zoneId = useSignal(zoneIds[0]);
  /** By zone, so that a scanned tote of another zone brings its own. */
  const stationId = useSignal<string | undefined>(undefined);
  const marked = useSignal<string | undefined>(undefined);
  /** How often labels were printed here: the totes say it. */
  const printed = useSignal(0);
  const goods = useLoaded(() => api.consignmentsOf(wave.waveId, zoneId.value), `${wave.waveId} ${zoneId.value}`);
  const stations = (goods.value ?? []).filter((each) => each.zoneId === zoneId.value);
  const shown = stations.find((each) => each.stationId === stationId.value) ?? stations[0];

  const find = async (code: string) => {
    try {
      const tote = await api.tote(code);
      if (tote.waveId !== wave.waveId) {
        tell(t('totes.otherWave', { wave: tote.waveId }));
        return;
      }
      zoneId.value = tote.zoneId;
      stationId.value = tote.stationId;
      marked.value = tote.toteCode;
    } catch (error) {
      tellFailure(error);
    }
  };

  return (
    <>
      <nav class="zone-tabs no-print" aria-label={t('stop.zones')}>
        {zoneIds.map((each) => (
          <button key={each} type="button" aria-pressed={each === zoneId.value} onClick={() => (zoneId.value = each)}>
            <ZoneBadge zoneId={each} />
          </button>
        ))}
      </nav>
      <div class="totes-bar no-print">
        <label class="field">
          <span>{t('stop.station')}</span>
          <select
            value={shown?.stationId}
            disabled={stations.length === 0}
            onChange={(event) => {
              stationId.value = event.currentTarget.value;
              marked.value = undefined;
            }}
          >
            {stations.map((each) => (
              <option key={each.stationId} value={each.stationId}>
                {each.stationName} · {each.stationId} · {t('run.toteCount', { n: each.toteCount })}
              </option>
            ))}
          </select>
        </label>
        <FindTote onFind={(code) => void find(code)} />
      </div>
      <PrintLabels
        wave={wave}
        zoneId={zoneId.value}
        stationId={shown?.stationId}
        runs={runs}
        onPrinted={() => printed.value++}
      />
      {goods.error !== undefined ? (
        <Failure error={goods.error} onRetry={() => void goods.reload()} />
      ) : shown !== undefined ? (
        <StationTotes
          key={shown.consignmentId}
          wave={wave}
          goods={shown}
          marked={marked.value}
          printed={printed.value}
          mayPack={mayPack}
        />
      ) : goods.value === undefined ? (
        <Loading />
      ) : (
        <Empty title={t('totes.empty.title')} text={t('totes.empty.text')} />
      )}
    </>
  );
}

/** A tote by the code on its label, scanned or typed. */
function FindTote({ onFind }: { readonly onFind: (code: string) => void }) {
  return (
    <form
      class="totes-find"
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem('code') as HTMLInputElement;
        if (field.value.trim() !== '') onFind(field.value.trim());
        // The next scan takes the place of this one.
        field.select();
      }}
    >
      <label class="field">
        <span>{t('totes.code')}</span>
        <input name="code" autocomplete="off" autocapitalize="characters" spellcheck={false} />
      </label>
      <button type="submit" class="button">
        {t('totes.find')}
      </button>
    </form>
  );
}

interface StationProps {
  readonly wave: Wave;
  readonly goods: Consignment;
  readonly marked: string | undefined;
  readonly printed: number;
  readonly mayPack: boolean;
}

function StationTotes({ wave, goods, marked, printed, mayPack }: StationProps) {
  const { stationId, stationName, zoneId } = goods;
  const totes = useLoaded(() => api.totesOf(wave.waveId, zoneId, stationId), `${goods.consignmentId} ${printed}`);
  const byCustomer = useSignal(false);
  const moving = useSignal<MovedLine | undefined>(undefined);
  if (totes.error !== undefined) return <Failure error={totes.error} onRetry={() => void totes.reload()} />;
  if (totes.value === undefined) return <Loading />;
  const packed = totes.value;
  const file = `/api/v1/waves/${encodeURIComponent(wave.waveId)}/exports/packing-lists?zone=${encodeURIComponent(zoneId)}&station=${encodeURIComponent(stationId)}&language=${language.value}&customers=${byCustomer.value ? 'yes' : 'no'}`;

  const move = async (line: MovedLine, quantity: number, toTote: string) => {
    moving.value = undefined;
    try {
      const { from, to } = await api.moveUnits(line.tote.toteCode, {
        orderId: line.line.orderId,
        lineNo: line.line.lineNo,
        quantity,
        toTote,
      });
      const now = new Map([from, to].map((tote): [string, PackedTote] => [tote.toteCode, tote]));
      totes.set(packed.map((tote) => now.get(tote.toteCode) ?? tote));
    } catch (error) {
      tellFailure(error);
      await totes.reload();
    }
  };

  return (
    <article class="sheet">
      <header class="sheet__head">
        <div>
          <p class="sheet__kind">
            {t('totes.packingList')} · {waveTitle(wave)}
          </p>
          <h2>
            <ZoneBadge zoneId={zoneId} /> {stationName}
          </h2>
          <p class="soft small">
            {zoneRule(zoneId)} · {stationId} · {t('run.toteCount', { n: packed.length })}
          </p>
        </div>
      </header>
      <div class="sheet__progress no-print">
        <label class="check">
          <input
            type="checkbox"
            checked={byCustomer.value}
            onChange={(event) => (byCustomer.value = event.currentTarget.checked)}
          />
          <span>{t('totes.byCustomer')}</span>
        </label>
        <span class="sheet__actions">
          <a class="button" href={file} title={t('totes.packingList')}>
            PDF
          </a>
          <button type="button" class="button" onClick={() => window.print()}>
            {t('general.print')}
          </button>
        </span>
      </div>
      {packed.map((tote) => (
        <ToteCard
          key={tote.toteCode}
          tote={tote}
          isMarked={tote.toteCode === marked}
          byCustomer={byCustomer.value}
          onMove={mayPack && packed.length > 1 ? (line) => (moving.value = { tote, line }) : undefined}
        />
      ))}
      <footer class="sheet__foot print-only">
        <span>{t('totes.packedBy')}</span>
        <span>
          {zoneName(zoneId)} · {t('floor.printed', { time: formatTime(new Date().toISOString(), wave.timeZone) })}
        </span>
      </footer>
      {moving.value && (
        <MoveUnits
          moved={moving.value}
          totes={packed}
          onClose={() => (moving.value = undefined)}
          onSave={(quantity, toTote) => void move(moving.value!, quantity, toTote)}
        />
      )}
    </article>
  );
}
