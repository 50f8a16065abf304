import type { ComponentChildren } from 'preact';
import { formatCount, formatDistance, formatMoney, formatWorkedHours } from '../../format.js';
import { t } from '../../i18n/language.js';
import { allRuns, plans, tab, views } from '../console-state.js';
import { VersionButtons } from '../edit/version-buttons.js';
import { summedKpis } from '../view/waves-in-view.js';
import { type Figure, figure, figures, showFigure, totalOf } from './figure-state.js';

const troubles = ['partial', 'refused', 'failed', 'skipped'] as const;

/** What the waves in view come to. Each figure leads to what it counts. */
export function Figures() {
  const kpis = summedKpis(plans.value);
  const now = figures.value;
  const orders = views.value.reduce((sum, { wave }) => sum + wave.orders, 0);
  const isOut = allRuns.value.some((run) => run.status !== 'draft');
  const toRuns = () => showFigure(undefined);
  return (
    <dl class="figures">
      <Tile label={t('figure.orders')} value={formatCount(orders)} onOpen={() => (tab.value = 'orders')} />
      <Tile label={t('figure.runs')} value={formatCount(kpis?.runs)} onOpen={toRuns} />
      <StopTile name="all" label={t('figure.stops')} value={formatCount(kpis?.stops)} />
      {now && isOut && (
        <>
          <StopTile
            name="delivered"
            value={`${now.stops.delivered} / ${totalOf(now.stops)}`}
            note={countsOf(now.totes.delivered, now.orders.delivered)}
          />
          {troubles.map(
            (each) =>
              now.stops[each] + now.totes[each] + now.orders[each] > 0 && (
                <StopTile
                  key={each}
                  name={each}
                  value={formatCount(now.stops[each])}
                  note={countsOf(now.totes[each], now.orders[each])}
                  isBad
                />
              ),
          )}
          <StopTile name="open" value={formatCount(now.stops.open)} note={countsOf(now.totes.open, now.orders.open)} />
        </>
      )}
      {now && now.lateDepartures > 0 && (
        <StopTile name="late-departures" value={formatCount(now.lateDepartures)} isBad />
      )}
      {now && now.overdue > 0 && <StopTile name="overdue" value={formatCount(now.overdue)} isBad />}
      {now && now.waiting > 0 && <StopTile name="waiting" value={formatCount(now.waiting)} />}
      {now && (
        <div class="figure">
          <dt>{t('figure.late')}</dt>
          <dd class="figure__parts">
            {(['planned', 'predicted', 'actual'] as const).map((each) => (
              <FigureButton key={each} name={`late-${each}`} isBad={now.late[each] > 0}>
                <span class="figure__part">{t(`figure.late.${each}`)}</span> {now.late[each]}
              </FigureButton>
            ))}
          </dd>
        </div>
      )}
      <Tile
        label={t('figure.unassigned')}
        value={formatCount(kpis?.unassigned)}
        isBad={kpis !== undefined && kpis.unassigned > 0}
        onOpen={() => (tab.value = 'unassigned')}
      />
      <Tile label={t('figure.cost')} value={formatMoney(kpis?.costMinor)} onOpen={toRuns} />
      <Tile label={t('figure.distance')} value={formatDistance(kpis?.distanceMeters)} onOpen={toRuns} />
      <Tile label={t('figure.driving')} value={formatWorkedHours(kpis?.travelSeconds)} onOpen={toRuns} />
      <VersionButtons />
    </dl>
  );
}

function countsOf(totes: number, orders: number): string {
  return t('figure.totesAndOrders', { totes, orders });
}

interface TileProps {
  readonly label: string;
  readonly value: string;
  readonly isBad?: boolean;
  readonly onOpen: () => void;
}

function Tile({ label, value, isBad = false, onOpen }: TileProps) {
  return (
    <div class={isBad ? 'figure figure--warn' : 'figure'}>
      <dt>{label}</dt>
      <dd>
        <button type="button" class="figure__button" aria-label={`${label} ${value}`} onClick={onOpen}>
          {value}
        </button>
      </dd>
    </div>
  );
}

interface StopTileProps {
  readonly name: Figure;
  readonly label?: string;
  readonly value: string;
  readonly note?: string;
  readonly isBad?: boolean;
}

/** A figure whose stops (or runs) can be listed. */
function StopTile({ name, label = figureName(name), value, note, isBad = false }: StopTileProps) {
  return (
    <div class={isBad ? 'figure figure--warn' : 'figure'}>
      <dt>{label}</dt>
      <dd>
        <FigureButton name={name} label={`${label} ${value}`}>
          {value}
        </FigureButton>
        {note !== undefined && <span class="figure__note">{note}</span>}
      </dd>
    </div>
  );
}

interface ButtonProps {
  readonly name: Figure;
  readonly label?: string;
  readonly isBad?: boolean;
  readonly children: ComponentChildren;
}

function FigureButton({ name, label, isBad = false, children }: ButtonProps) {
  const isShown = figure.value === name;
  return (
    <button
      type="button"
      class={isBad ? 'figure__button figure__button--bad' : 'figure__button'}
      aria-label={label}
      aria-pressed={isShown}
      onClick={() => showFigure(isShown ? undefined : name)}
    >
      {children}
    </button>
  );
}

export function figureName(name: Figure): string {
  return t(`figure.of.${name}`);
}
