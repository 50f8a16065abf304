import { formatDuration, formatTime, formatWindows } from '../../format.js';
import { t } from '../../i18n/language.js';
import { waveIdOf } from '../../run-key.js';
import { runName, stationsById, views } from '../console-state.js';
import { type Bar, visitOf } from './bar.js';
import type { TimelineRow } from './timeline-rows.js';

export const zoneOfBar = ({ run }: Bar) => views.value.find(({ wave }) => wave.waveId === waveIdOf(run))?.wave.timeZone;

/** What a bar stands for, with its times: "Serves 北苑 07:00–07:10". */
export function barTitle(bar: Bar): string {
  const name = stationsById.value.get(bar.stationId ?? '')?.name ?? bar.stationId ?? '';
  const timeZone = zoneOfBar(bar);
  const [from, to] = [bar.begins, bar.ends].map((instant) => formatTime(new Date(instant).toISOString(), timeZone));
  return t(`timeline.bar.${bar.kind}`, { name, times: `${from}–${to}` });
}

/** All that is known of a bar, a line each. */
export function barLines(bar: Bar, row: TimelineRow): string[] {
  const lines = [`${t('run.title', { n: runName(bar.run) })} · ${t('run.trip', { n: bar.tripNo })}`, barTitle(bar)];
  const isVisit = bar.kind === 'service' || bar.kind === 'wait';
  if (isVisit) {
    const windows = stationsById.value.get(bar.stationId ?? '')?.windows;
    if (windows !== undefined) lines.push(`${t('station.windows')} ${formatWindows(windows)}`);
    const known = row.followed.find(({ kind, run, ...of }) => {
      return kind === 'service' && run === bar.run && visitOf(of) === visitOf(bar);
    });
    if (known !== undefined && known !== bar) lines.push(`${t(`timeline.time.${known.time}`)} ${timesOf(known)}`);
    if (bar.time !== 'planned') {
      const planned = row.planned.find(({ kind, run, ...of }) => {
        return kind === 'service' && run === bar.run && visitOf(of) === visitOf(bar);
      });
      if (planned !== undefined) lines.push(`${t('timeline.time.planned')} ${timesOf(planned)}`);
    }
    const late = Math.max(bar.lateSeconds, known?.lateSeconds ?? 0);
    if (late > 0) lines.push(`! ${t('timeline.late', { duration: formatDuration(late) })}`);
  }
  if (bar.time !== 'planned') lines[1] = `${t(`timeline.time.${bar.time}`)}: ${lines[1]}`;
  return lines;
}

function timesOf(bar: Bar): string {
  const timeZone = zoneOfBar(bar);
  return [bar.begins, bar.ends].map((instant) => formatTime(new Date(instant).toISOString(), timeZone)).join('–');
}

/** What a row is called. */
export function rowName({ grouping, name, runs }: TimelineRow): string {
  if (grouping === 'docks') return t('timeline.dock', { n: name });
  if (grouping === 'drivers' && name === '') return t('run.noCourier');
  return name === '' ? runs.map(runName).join(' ') : name;
}
