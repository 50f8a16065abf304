import { useSignal } from '@preact/signals';
import { api } from '../../api/api.js';
import type { Depot } from '../../api/types.js';
import { tell, tellFailure } from '../../components/notices.js';
import { zoneName, zones } from '../../components/zone-badge.js';
import { t } from '../../i18n/language.js';
import { ApartRules, apartOf } from './apart-rules.js';
import { byTier, tierField, tiersOf } from './by-tier.js';
import { byZone } from './by-zone.js';
import { FaultList } from './fault-list.js';
import { ruleFaults } from './rule-faults.js';
import { AmountField, PriceField, RuleField, RuleGroup } from './rule-field.js';

import { scaledOf, secondOf, timeOfDay } from './rule-values.js';

/** What holds for every plan of a depot. */
export function DepotRules({ depot, onSaved }: { readonly depot: Depot; readonly onSaved: () => Promise<void> }) {
  const isSaving = useSignal(false);
  const faults = useSignal<readonly string[]>([]);
  const { limitsTimeOutOfRefrigeration, releaseSeconds, emptyTotes, balanceMicros, compactnessMicros, changeMicros } =
    depot.rules;
  const { omissionMicros, omissionMicrosByZone, omissionMicrosByTier } = depot.rules;
  const cold = zones.value.filter(({ minutesOutOfRefrigeration }) => minutesOutOfRefrigeration !== null);
  const save = async (form: FormData) => {
    isSaving.value = true;
    faults.value = [];
    const hours = { opens: depot.opensSecond, closes: depot.closesSecond };
    const rules: Depot['rules'] = {
      // What this page has no field for stays.
      ...depot.rules,
      limitsTimeOutOfRefrigeration: form.get('cold') === null ? undefined : true,
      releaseSeconds: byZone((zoneId) => secondOf(form, `ready ${zoneId}`, hours, releaseSeconds?.[zoneId])),
      ...apartOf(form),
      emptyTotes: byZone((zoneId) => {
        const milliliters = scaledOf(form, `liters ${zoneId}`, 3);
        const grams = scaledOf(form, `kilograms ${zoneId}`, 3);
        if (milliliters === undefined && grams === undefined) return undefined;
        return { milliliters: milliliters ?? 0, grams: grams ?? 0 };
      }),
      balanceMicros: scaledOf(form, 'balance', 6),
      compactnessMicros: scaledOf(form, 'compact', 6),
      changeMicros: scaledOf(form, 'change', 6),
      omissionMicros: scaledOf(form, 'omission', 6),
      omissionMicrosByZone: byZone((zoneId) => scaledOf(form, `omission ${zoneId}`, 6)),
      omissionMicrosByTier: byTier(form),
    };
    try {
      await api.changeRules('depots', depot.depotId, { rules });
      await onSaved();
      tell(t('rules.saved'));
    } catch (error) {
      faults.value = ruleFaults(error);
      if (faults.value.length === 0) tellFailure(error);
    } finally {
      isSaving.value = false;
    }
  };
  return (
    <form
      class="rules__form"
      key={depot.depotId}
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <RuleGroup label={t('rules.cold')}>
        <label class="rule rule--check">
          <input type="checkbox" name="cold" defaultChecked={limitsTimeOutOfRefrigeration === true} />
          <span>{t('rules.coldLimit')}</span>
        </label>
        <p class="small soft rule--wide">
          {cold
            .map(({ zoneId, minutesOutOfRefrigeration }) => `${zoneName(zoneId)} ${minutesOutOfRefrigeration} min`)
            .join(' · ')}
        </p>
      </RuleGroup>
      <RuleGroup label={t('rules.ready')}>
        {zones.value.map(({ zoneId }) => (
          <RuleField
            key={zoneId}
            label={zoneName(zoneId)}
            name={`ready ${zoneId}`}
            type="time"
            value={timeOfDay(releaseSeconds?.[zoneId])}
          />
        ))}
      </RuleGroup>
      <RuleGroup label={t('rules.apart')}>
        <ApartRules rules={depot.rules} />
      </RuleGroup>
      <RuleGroup label={t('rules.totes')}>
        {zones.value.flatMap(({ zoneId }) => [
          <AmountField
            key={`${zoneId} liters`}
            label={t('rules.totes.liters', { zone: zoneName(zoneId) })}
            name={`liters ${zoneId}`}
            most={1000}
            thousandths={emptyTotes?.[zoneId]?.milliliters}
          />,
          <AmountField
            key={`${zoneId} kilograms`}
            label={t('rules.totes.kilograms', { zone: zoneName(zoneId) })}
            name={`kilograms ${zoneId}`}
            most={1000}
            thousandths={emptyTotes?.[zoneId]?.grams}
          />,
        ])}
        <p class="small soft rule--wide">{t('rules.totes.hint')}</p>
      </RuleGroup>
      <RuleGroup label={t('rules.prices')}>
        <PriceField label={t('rules.change')} name="change" micros={changeMicros} hint={t('rules.change.hint')} />
        <PriceField label={t('rules.balance')} name="balance" micros={balanceMicros} hint={t('rules.balance.hint')} />
        <PriceField
          label={t('rules.compact')}
          name="compact"
          step="0.001"
          micros={compactnessMicros}
          hint={t('rules.compact.hint')}
        />
      </RuleGroup>
      <RuleGroup label={t('rules.omission')}>
        <PriceField label={t('rules.omission.all')} name="omission" micros={omissionMicros} />
        {zones.value.map(({ zoneId }) => (
          <PriceField
            key={zoneId}
            label={zoneName(zoneId)}
            name={`omission ${zoneId}`}
            micros={omissionMicrosByZone?.[zoneId]}
          />
        ))}
        {tiersOf(omissionMicrosByTier).map((tier) => (
          <PriceField
            key={tier}
            label={t('rules.omission.tier', { tier })}
            name={tierField(tier)}
            micros={omissionMicrosByTier?.[tier]}
          />
        ))}
        <p class="small soft rule--wide">{t('rules.omission.hint')}</p>
      </RuleGroup>
      <FaultList faults={faults.value} />
      <button type="submit" class="button button--primary" disabled={isSaving.value}>
        {t('general.save')}
      </button>
    </form>
  );
}
