import { api } from '../../api/api.js';
import type { Station } from '../../api/types.js';
import { zoneName, zones } from '../../components/zone-badge.js';
import { formatSecond, formatWindows } from '../../format.js';
import { t } from '../../i18n/language.js';
import { byZone } from './by-zone.js';
import { AmountField, PriceField, RuleField, RuleGroup } from './rule-field.js';
import { scaledOf, secondOf, timeOfDay, wordsOf } from './rule-values.js';
import { RulesDialog } from './rules-dialog.js';

interface StationRulesProps {
  readonly station: Station;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<void>;
}

/** What a station asks of who comes, and how long handing over takes there. */
export function StationRules({ station, onClose, onSaved }: StationRulesProps) {
  const { rules, windows } = station;
  const save = async (form: FormData) => {
    const hours = { opens: windows[0].opens, closes: Math.max(...windows.map(({ closes }) => closes)) };
    await api.changeRules('stations', station.stationId, {
      rules: {
        // What this page has no field for stays.
        ...rules,
        skills: wordsOf(form, 'skills'),
        allowedVehicleIds: wordsOf(form, 'vehicles'),
        softToSecond: secondOf(form, 'softTo', hours, rules.softToSecond),
        lateMicrosPerHour: scaledOf(form, 'late', 6),
        softFromSecond: secondOf(form, 'softFrom', hours, rules.softFromSecond),
        earlyMicrosPerHour: scaledOf(form, 'early', 6),
        milliminutesPerTote: scaledOf(form, 'tote', 3),
        milliminutesByZone: byZone((zoneId) => scaledOf(form, `zone ${zoneId}`, 3)),
      },
    });
    await onSaved();
  };
  return (
    <RulesDialog title={t('rules.ofStation', { name: station.name })} onClose={onClose} save={save}>
      <RuleGroup label={t('rules.who')}>
        <RuleField
          label={t('rules.needs')}
          name="skills"
          value={rules.skills?.join(', ') ?? ''}
          placeholder={t('rules.skills.example')}
        />
        <RuleField
          label={t('rules.only')}
          name="vehicles"
          value={rules.allowedVehicleIds?.join(', ') ?? ''}
          placeholder={t('rules.only.example')}
        />
      </RuleGroup>
      <RuleGroup label={t('rules.soft')}>
        <RuleField label={t('rules.soft.from')} name="softFrom" type="time" value={timeOfDay(rules.softFromSecond)} />
        <PriceField label={t('rules.soft.early')} name="early" micros={rules.earlyMicrosPerHour} />
        <RuleField label={t('rules.soft.to')} name="softTo" type="time" value={timeOfDay(rules.softToSecond)} />
        <PriceField label={t('rules.soft.late')} name="late" micros={rules.lateMicrosPerHour} />
        <p class="small soft rule--wide">{t('rules.soft.hint', { windows: formatWindows(windows) })}</p>
      </RuleGroup>
      <RuleGroup label={t('rules.handling')}>
        <AmountField label={t('rules.tote')} name="tote" most={600} thousandths={rules.milliminutesPerTote} />
        {zones.value.map(({ zoneId }) => (
          <AmountField
            key={zoneId}
            label={zoneName(zoneId)}
            name={`zone ${zoneId}`}
            most={600}
            thousandths={rules.milliminutesByZone?.[zoneId]}
          />
        ))}
      </RuleGroup>
    </RulesDialog>
  );
}

/** The rules of a station in a line. */
export function stationSummary({ rules }: Station): string {
  return [
    ...(rules.skills ?? []),
    ...(rules.allowedVehicleIds === undefined
      ? []
      : [t('rules.summary.only', { vehicles: rules.allowedVehicleIds.join(', ') })]),
    ...(rules.softFromSecond === undefined
      ? []
      : [t('rules.summary.softFrom', { time: formatSecond(rules.softFromSecond) })]),
    ...(rules.softToSecond === undefined
      ? []
      : [t('rules.summary.softTo', { time: formatSecond(rules.softToSecond) })]),
    ...(rules.milliminutesPerTote === undefined && rules.milliminutesByZone === undefined ? [] : [t('rules.handling')]),
  ].join(' · ');
}
