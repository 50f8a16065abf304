import { useState } from 'preact/hooks';
import type { Depot, Role } from '../../../api/types.js';
import { t } from '../../../i18n/language.js';
import { Choice } from '../../parts/choice.js';
import type { Whom } from '../people-api.js';
import { chosenDepots, PlaceFields } from '../place-fields.js';
import { ListForm } from './list-form.js';

const ways = ['stations', 'couriers', 'list', 'one'] as const;
type Way = (typeof ways)[number];

const nobody = { role: 'dispatcher', depotIds: null, stationId: null, courierId: null } as const;

interface WhomFormProps {
  readonly depots: readonly Depot[];
  readonly isBusy: boolean;
  readonly onLook: (whom: Whom) => void;
}

/** Whom to invite: every station or courier without an account, a list, or somebody. */
export function WhomForm({ depots, isBusy, onLook }: WhomFormProps) {
  const [way, setWay] = useState<Way>('stations');
  return (
    <section class="card narrow-form">
      <fieldset class="ways">
        <legend>{t('people.whom')}</legend>
        {ways.map((each) => (
          <label key={each}>
            <input type="radio" name="way" checked={way === each} onChange={() => setWay(each)} />
            <span>{t(`people.whom.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      {(way === 'stations' || way === 'couriers') && (
        <EveryForm key={way} every={way} depots={depots} isBusy={isBusy} onLook={onLook} />
      )}
      {way === 'list' && <ListForm isBusy={isBusy} onLook={onLook} />}
      {way === 'one' && <OneForm depots={depots} isBusy={isBusy} onLook={onLook} />}
    </section>
  );
}

function EveryForm({ every, depots, isBusy, onLook }: WhomFormProps & { readonly every: 'stations' | 'couriers' }) {
  const [depotId, setDepot] = useState('');
  return (
    <form
      class="narrow-form"
      onSubmit={(event) => {
        event.preventDefault();
        onLook(depotId === '' ? { every } : { every, depotIds: [depotId] });
      }}
    >
      {depots.length > 1 && (
        <Choice
          label={t('people.depot')}
          value={depotId}
          options={depots.map(({ depotId, name }) => [depotId, name] as const)}
          onChoose={setDepot}
        />
      )}
      <LookButton isBusy={isBusy} />
    </form>
  );
}

function OneForm({ depots, isBusy, onLook }: WhomFormProps) {
  return (
    <form
      class="narrow-form"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '').trim() || undefined;
        const person = {
          name: text('name'),
          login: text('login'),
          role: text('role') as Role,
          depotIds: chosenDepots(form) ?? undefined,
          stationId: text('stationId'),
          courierId: text('courierId'),
        };
        onLook({ people: [person] });
      }}
    >
      <label class="field">
        <span>{t('people.name')}</span>
        <input name="name" type="text" required maxLength={100} autocomplete="off" />
      </label>
      <label class="field">
        <span>{t('people.loginOptional')}</span>
        <input name="login" type="text" minLength={2} maxLength={64} autocomplete="off" />
      </label>
      <PlaceFields user={nobody} depots={depots} />
      <LookButton isBusy={isBusy} />
    </form>
  );
}

function LookButton({ isBusy }: { readonly isBusy: boolean }) {
  return (
    <div class="actions">
      <button type="submit" class="button button--primary" disabled={isBusy}>
        {t('people.look')}
      </button>
    </div>
  );
}
