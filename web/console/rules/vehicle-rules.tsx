import { api } from '../../api/api.js';
import type { Vehicle } from '../../api/types.js';
import { zoneName } from '../../components/zone-badge.js';
import { formatHours, formatLiters, formatSecond } from '../../format.js';
import { t } from '../../i18n/language.js';
import { AmountField, RuleField, RuleGroup } from './rule-field.js';
import { minutes, minutesOf, scaledOf, secondOf, timeOfDay, wordsOf } from './rule-values.js';
import { RulesDialog } from './rules-dialog.js';

interface VehicleRulesProps {
  readonly vehicle: Vehicle;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<void>;
}

/** The step of partitions that stand at any place, in milliliters. */
const anywhere = 1;

/** What a vehicle and its driver can do, and need. */
export function VehicleRules({ vehicle, onClose, onSaved }: VehicleRulesProps) {
  const { rules, compartments, vehicleId } = vehicle;
  const save = async (form: FormData) => {
    const shift = { opens: vehicle.shiftBeginsSecond, closes: vehicle.shiftEndsSecond };
    const breaks = [1, 2].flatMap((number) => {
      const seconds = minutesOf(form, `break ${number}`);
      const was = rules.breaks?.[number - 1]?.begins;
      const opens = secondOf(form, `from ${number}`, shift, was?.opens);
      const closes = secondOf(form, `to ${number}`, shift, was?.closes);
      return seconds === undefined || opens === undefined || closes === undefined
        ? []
        : [{ seconds, begins: { opens, closes: closes < opens ? closes + 86_400 : closes } }];
    });
    const milliliters = scaledOf(form, 'body', 3);
    await api.changeRules('vehicles', vehicleId, {
      heightMillimeters: scaledOf(form, 'height', 3) ?? null,
      rules: {
        // What this page has no field for stays.
        ...rules,
        skills: wordsOf(form, 'skills'),
        widthMillimeters: scaledOf(form, 'width', 3),
        lengthMillimeters: scaledOf(form, 'length', 3),
        totalWeightGrams: scaledOf(form, 'weight', 3),
        axleLoadGrams: scaledOf(form, 'axle load', 3),
        maxDrivingSeconds: minutesOf(form, 'driving'),
        breaks: breaks.length === 0 ? undefined : breaks,
        body: milliliters && { milliliters, stepMilliliters: scaledOf(form, 'partition step', 3) ?? anywhere },
      },
      compartments: compartments.map((part) => ({
        ...part,
        maxTimeOnBoardSeconds: minutesOf(form, `keep ${part.compartmentNo}`),
        hasFixedWalls: form.get(`fixed ${part.compartmentNo}`) === null ? undefined : true,
      })),
    });
    await onSaved();
  };
  return (
    <RulesDialog title={t('rules.ofVehicle', { id: vehicleId })} onClose={onClose} save={save}>
      <RuleGroup label={t('rules.driver')}>
        <RuleField
          label={t('rules.skills')}
          name="skills"
          value={rules.skills?.join(', ') ?? ''}
          placeholder={t('rules.skills.example')}
        />
        <RuleField
          label={t('rules.driving')}
          name="driving"
          type="number"
          most={1440}
          value={minutes(rules.maxDrivingSeconds)}
        />
      </RuleGroup>
      <RuleGroup label={t('rules.measures')}>
        <AmountField
          label={t('rules.measures.height')}
          name="height"
          most={20}
          thousandths={vehicle.heightMillimeters ?? undefined}
        />
        <AmountField label={t('rules.measures.width')} name="width" most={10} thousandths={rules.widthMillimeters} />
        <AmountField label={t('rules.measures.length')} name="length" most={50} thousandths={rules.lengthMillimeters} />
        <AmountField
          label={t('rules.measures.weight')}
          name="weight"
          most={1_000_000}
          thousandths={rules.totalWeightGrams}
        />
        <AmountField
          label={t('rules.measures.axleLoad')}
          name="axle load"
          most={100_000}
          thousandths={rules.axleLoadGrams}
        />
      </RuleGroup>
      <p class="small soft">{t('rules.measures.hint')}</p>
      {[1, 2].map((number) => {
        const pause = rules.breaks?.[number - 1];
        return (
          <RuleGroup key={number} label={t('rules.break', { n: number })}>
            <RuleField
              label={t('rules.break.length')}
              name={`break ${number}`}
              type="number"
              most={480}
              value={minutes(pause?.seconds)}
            />
            <RuleField
              label={t('rules.break.from')}
              name={`from ${number}`}
              type="time"
              value={timeOfDay(pause?.begins.opens)}
            />
            <RuleField
              label={t('rules.break.to')}
              name={`to ${number}`}
              type="time"
              value={timeOfDay(pause?.begins.closes)}
            />
          </RuleGroup>
        );
      })}
      <p class="small soft">
        {t('rules.break.hint', {
          shift: formatHours({ opens: vehicle.shiftBeginsSecond, closes: vehicle.shiftEndsSecond }),
        })}
      </p>
      <RuleGroup label={t('rules.keep')}>
        {compartments.map(({ compartmentNo, zoneIds, maxTimeOnBoardSeconds }) => (
          <RuleField
            key={compartmentNo}
            label={`${compartmentNo} · ${zoneIds.map(zoneName).join(' / ')}`}
            name={`keep ${compartmentNo}`}
            type="number"
            most={1440}
            value={minutes(maxTimeOnBoardSeconds)}
          />
        ))}
      </RuleGroup>
      <p class="small soft">{t('rules.keep.hint')}</p>
      <RuleGroup label={t('rules.partitions')}>
        <AmountField
          label={t('rules.partitions.body')}
          name="body"
          most={100_000}
          thousandths={rules.body?.milliliters}
        />
        <AmountField
          label={t('rules.partitions.step')}
          name="partition step"
          most={100_000}
          thousandths={rules.body?.stepMilliliters === anywhere ? undefined : rules.body?.stepMilliliters}
        />
        {compartments.map(({ compartmentNo, zoneIds, hasFixedWalls }) => (
          <label key={compartmentNo} class="rule rule--check">
            <input type="checkbox" name={`fixed ${compartmentNo}`} defaultChecked={hasFixedWalls === true} />
            <span>{t('rules.partitions.fixed', { n: compartmentNo, zones: zoneIds.map(zoneName).join(' / ') })}</span>
          </label>
        ))}
      </RuleGroup>
      <p class="small soft">{t('rules.partitions.hint')}</p>
    </RulesDialog>
  );
}

/** The rules of a vehicle in a line. */
export function vehicleSummary({ rules, compartments }: Vehicle): string {
  const keeps = compartments.flatMap(({ maxTimeOnBoardSeconds }) => maxTimeOnBoardSeconds ?? []);
  return [
    ...(rules.skills ?? []),
    ...(rules.breaks ?? []).map(({ seconds, begins }) =>
      t('rules.summary.break', {
        minutes: minutes(seconds),
        from: formatSecond(begins.opens),
        to: formatSecond(begins.closes),
      }),
    ),
    ...(rules.maxDrivingSeconds === undefined
      ? []
      : [t('rules.summary.driving', { minutes: minutes(rules.maxDrivingSeconds) })]),
    ...(rules.body === undefined
      ? []
      : [t('rules.summary.partitions', { liters: formatLiters(rules.body.milliliters) })]),
    ...(keeps.length === 0 ? [] : [t('rules.summary.keep', { minutes: minutes(Math.min(...keeps)) })]),
  ].join(' · ');
}
