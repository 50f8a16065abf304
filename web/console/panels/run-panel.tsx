import { Loading, StatusPill } from '../../components/states.js';
import { formatDistance } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { chosenKey, chosenRun, leaveRun } from '../console-state.js';
import { DropBar } from '../edit/drop-bar.js';
import { mayEdit } from '../edit/edit-state.js';
import { RoomBars } from '../edit/room-bars.js';
import { RunMenu, RunOverrides } from '../edit/run-menu.js';
import { LegSources } from '../leg-sources.js';
import { LockButton } from '../replan/lock-button.js';
import { RunNumber } from '../run-number.js';
import { StopTools } from '../runs/stop-tools.js';
import { RunDriver } from './run-driver.js';
import { StopsTable } from './stops-table.js';

/** The stops of the chosen run, with planned, expected and actual times. */
export function RunPanel() {
  const run = chosenRun.value;
  const key = chosenKey.value!;
  return (
    <div class="run-panel">
      <div class="run-head">
        <button type="button" class="button button--plain" onClick={leaveRun}>
          ‹ {t('run.allRuns')}
        </button>
        <RunNumber run={key} />
        {run && (
          <>
            <div class="run-head__words">
              <h2>{run.vehicleId}</h2>
              <RunDriver key={run.runId} run={run} />
            </div>
            <span class="soft nowrap">
              {t('run.stopCount', { n: run.stops.length })} · {formatDistance(run.distanceMeters)}
            </span>
            <LockButton lock={{ vehicleId: run.vehicleId }} name={run.vehicleId} />
            <StatusPill status={run.status} text={tOr(`run.status.${run.status}`, run.status)} />
          </>
        )}
      </div>
      {run && <RunMenu run={run} />}
      {run && mayEdit.value && (
        <details class="rooms-fold" open>
          <summary class="small">{t('room.room')}</summary>
          <RoomBars vehicleId={run.vehicleId} />
        </details>
      )}
      {run && <RunOverrides vehicleId={run.vehicleId} />}
      {run && <StopTools run={run} />}
      {run === undefined ? <Loading /> : <StopsTable run={run} />}
      {run && <LegSources vehicleId={run.vehicleId} />}
      {mayEdit.value && <p class="panel__note">{t('edit.hint')}</p>}
      <DropBar />
    </div>
  );
}
