import type { RestrictionRequest, VehicleRestriction } from '../../api/types.js';
import { weekdayName } from '../../components/form/weekdays-field.js';
import { formatDate } from '../../format.js';
import { language, t } from '../../i18n/language.js';
import { bounds, boundText } from './restriction-state.js';

/** For whom a restriction is, and when, in one line. */
export function restrictionText(restriction: VehicleRestriction): string {
  const { hours, allowsDestinations, isOn, validFrom, validUntil } = restriction;
  const dates = datesText(validFrom, validUntil);
  const when = hours.length === 0 ? [t('restrictions.allHours')] : hours.map(hoursText);
  const rest = [
    ...(allowsDestinations ? [t('restrictions.destinationsText')] : []),
    ...(isOn ? [] : [t('restrictions.off')]),
  ];
  return [vehiclesText(restriction.vehicles), ...when, ...dates, ...rest].join(' · ');
}

/** Nothing where it holds on all days. */
function datesText(from: string | undefined, until: string | undefined): string[] {
  if (from !== undefined && until !== undefined)
    return [t('restrictions.datesText', { from: formatDate(from), until: formatDate(until) })];
  if (from !== undefined) return [t('restrictions.fromText', { from: formatDate(from) })];
  return until === undefined ? [] : [t('restrictions.untilText', { until: formatDate(until) })];
}

function vehiclesText(vehicles: RestrictionRequest['vehicles']): string {
  const { profile, permitSkill } = vehicles;
  const kind = t(profile === undefined ? 'restrictions.profile.all' : `roads.profile.${profile}`);
  const beyond = bounds.flatMap((bound) =>
    vehicles[bound] === undefined ? [] : [t(`restrictions.beyond.${bound}`, { n: boundText(vehicles[bound]) })],
  );
  const permit = permitSkill === undefined ? [] : [t('restrictions.permitText', { skill: permitSkill })];
  const between = language.value === 'zh' ? '，' : ', ';
  return [kind, ...(beyond.length === 0 ? [] : [beyond.join(t('restrictions.or'))]), ...permit].join(between);
}

function hoursText({ days, from, until }: RestrictionRequest['hours'][number]): string {
  const named =
    days.length === 7 ? t('restrictions.everyDay') : days.map(weekdayName).join(language.value === 'zh' ? '、' : ', ');
  return t('restrictions.hoursText', { days: named, from, until });
}
