import { Loading, StatusPill } from '../../components/states.js';
import { formatTime } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { runKey } from '../../run-key.js';
import { timeZone, views } from '../console-state.js';
import { showStationOnMap } from '../panels/map-link.js';
import { RunNumber } from '../run-number.js';
import { chooseRun } from '../view/read-day.js';
import { type Figure, figure, figureStops, showFigure } from './figure-state.js';
import { figureName } from './figures.js';
import { StandingNote } from './standing-note.js';

/** Says which figure's list is shown, and leads back to all runs. */
export function FigureHead({ name, count }: { readonly name: Figure; readonly count: number | undefined }) {
  return (
    <div class="figure-head">
      <button type="button" class="button button--plain" onClick={() => showFigure(undefined)}>
        ‹ {t('run.allRuns')}
      </button>
      <h2>{figureName(name)}</h2>
      {count !== undefined && <span class="soft">{count}</span>}
    </div>
  );
}

/** The stops behind a figure, run by run. */
export function FigureList() {
  const stops = figureStops.value;
  const waveIdOf = new Map(views.value.flatMap(({ runs }) => runs.map((run) => [run.runId, run.waveId])));
  return (
    <div class="figure-list">
      <FigureHead name={figure.value!} count={stops?.length} />
      {stops === undefined ? (
        <Loading />
      ) : stops.length === 0 ? (
        <p class="panel__note">{t('figure.none')}</p>
      ) : (
        <table class="stops">
          <thead>
            <tr>
              <th>{t('run.run')}</th>
              <th>{t('stop.station')}</th>
              <th class="number">{t('stop.planned')}</th>
              <th class="number">{t('stop.eta')}</th>
              <th class="number">{t('stop.actual')}</th>
              <th>{t('stop.status')}</th>
            </tr>
          </thead>
          <tbody>
            {stops.map((stop) => {
              const key = runKey({ waveId: waveIdOf.get(stop.runId) ?? '', routeNo: stop.routeNo });
              return (
                <tr key={stop.stopId} onClick={() => showStationOnMap(stop.stationId)}>
                  <td>
                    <button
                      type="button"
                      class="row-button"
                      onClick={(event) => {
                        event.stopPropagation();
                        void chooseRun(key);
                      }}
                    >
                      <RunNumber run={key} />
                    </button>
                  </td>
                  <td>
                    <button type="button" class="row-button row-button--text">
                      {stop.stationName}
                    </button>
                  </td>
                  <td class="number">{formatTime(stop.plannedArrivalAt, timeZone.value)}</td>
                  <td class="number">{formatTime(stop.expectedAt, timeZone.value)}</td>
                  <td class="number">{formatTime(stop.arrivedAt ?? stop.leftAt, timeZone.value)}</td>
                  <td>
                    <StatusPill status={stop.status} text={tOr(`stop.status.${stop.status}`, stop.status)} />
                    <StandingNote stop={stop} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </div>
  );
}
