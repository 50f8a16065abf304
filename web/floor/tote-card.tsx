import { useEffect, useRef } from 'preact/hooks';
import type { PackedLine, PackedTote } from '../api/types.js';
import { PartNote } from '../components/part-note.js';
import { zoneOf } from '../components/zone-badge.js';
import { formatKilograms, formatLiters } from '../format.js';
import { t } from '../i18n/language.js';

interface Props {
  readonly tote: PackedTote;
  /** Whether it is the one that was looked for. */
  readonly isMarked: boolean;
  readonly byCustomer: boolean;
  /** Undefined where nothing may be moved. */
  readonly onMove: ((line: PackedLine) => void) | undefined;
}

/** One tote: its number and code, how full it is, and what is in it from the bottom to the top. */
export function ToteCard({ tote, isMarked, byCustomer, onMove }: Props) {
  const { number, count, labelCode, partNo, partCount, labelsPrinted, runCode, stopSequence, lines } = tote;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isMarked) card.current?.scrollIntoView({ block: 'center' });
  }, [isMarked]);
  const name = `${number}/${count}`;
  return (
    <section ref={card} class={isMarked ? 'tote tote--marked' : 'tote'} aria-label={t('totes.tote', { n: name })}>
      <header class="tote__head">
        <b class="tote__no">{name}</b>
        <span class="mono">{labelCode}</span>
        {partNo !== null && partCount !== null && <PartNote part={{ no: partNo, count: partCount }} />}
        {runCode !== null && (
          <span class="small">
            {t('run.title', { n: runCode })} · {t('totes.stop', { n: stopSequence ?? '' })}
          </span>
        )}
        <span class="small soft no-print">{t('totes.printed', { n: labelsPrinted })}</span>
        <Filling tote={tote} />
      </header>
      {lines.length === 0 ? (
        <p class="soft">{t('totes.nothing')}</p>
      ) : (
        <ul class="tote__lines">
          {lines.map((line) => (
            <li key={`${line.orderId} ${line.lineNo}`}>
              <span class="print-only box" />
              <span class="tote__product">
                <strong>{line.name}</strong>
                {line.isFragile && <span class="tote__fragile">{t('totes.fragile')}</span>}
                <span class="small soft mono">
                  {line.skuId} · {line.orderId}
                  {byCustomer && ` · ${line.customerId}`}
                </span>
                {line.missing > 0 && <span class="pick__short">{t('totes.missing', { n: line.missing })}</span>}
              </span>
              <b class="tote__units">×{line.quantity}</b>
              {onMove !== undefined && (
                <button
                  type="button"
                  class="button no-print"
                  aria-label={`${t('totes.move')} ${line.name} ${line.orderId}`}
                  onClick={() => onMove(line)}
                >
                  {t('totes.move')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** How much of the tote's volume or weight is taken, whichever is more; over the full where people packed more. */
function Filling({ tote: { zoneId, grams, milliliters } }: Pick<Props, 'tote'>) {
  const zone = zoneOf(zoneId);
  if (zone === undefined) return null;
  const percent = Math.round(100 * Math.max(grams / zone.toteGrams, milliliters / zone.toteMilliliters));
  return (
    <span class={percent > 100 ? 'tote__filling tote__filling--over' : 'tote__filling'}>
      <meter
        class="no-print"
        min={0}
        max={100}
        value={Math.min(100, percent)}
        aria-label={t('totes.filled', { percent })}
      />
      <span class="small">
        {t('totes.filled', { percent })} · {formatKilograms(grams)} · {formatLiters(milliliters)}
      </span>
    </span>
  );
}
