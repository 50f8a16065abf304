import type { PlannedBreak, Run } from '../api/types.js';
import { formatTime } from '../format.js';
import { t } from '../i18n/language.js';

/** "Break 11:30–12:00". */
export function BreakNote({ run, pause }: { readonly run: Run; readonly pause: PlannedBreak }) {
  return (
    <>
      {t('stop.break')}{' '}
      <b class="nowrap">
        {formatTime(pause.plannedBeginAt, run.timeZone)}–{formatTime(pause.plannedEndAt, run.timeZone)}
      </b>
    </>
  );
}
