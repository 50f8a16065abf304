import { useState } from 'preact/hooks';
import { all } from '../../api/ask.js';
import type { Role } from '../../api/types.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { Choice } from '../parts/choice.js';
import { roleOptions } from './role-names.js';

interface PlaceFieldsProps {
  readonly user: {
    readonly role: Role;
    /** Null for all. */
    readonly depotIds: readonly string[] | null;
    readonly stationId: string | null;
    readonly courierId: string | null;
  };
  readonly depots: readonly { readonly depotId: string; readonly name: string }[];
}

interface Place {
  readonly name: string;
  readonly stationId?: string;
  readonly courierId?: string;
}

/** The depots that were chosen in a form of these fields; null for all. */
export function chosenDepots(form: FormData): string[] | null {
  const chosen = form.getAll('depotIds').map(String).filter(Boolean).sort();
  return chosen.length === 0 ? null : chosen;
}

/** Role, depot, and the station or courier that an account is for. */
export function PlaceFields({ user, depots }: PlaceFieldsProps) {
  const [role, setRole] = useState(user.role);
  const [depotId, setDepot] = useState(user.depotIds?.[0] ?? '');
  const kind = role === 'station' ? 'stations' : role === 'courier' ? 'couriers' : undefined;
  return (
    <>
      <Choice
        name="role"
        label={t('people.role')}
        value={role}
        options={roleOptions()}
        empty={false}
        onChoose={(chosen) => setRole(chosen as Role)}
      />
      {kind === undefined ? (
        <fieldset class="ways">
          <legend>{t('people.depots')}</legend>
          {depots.map((depot) => (
            <label key={depot.depotId}>
              <input
                type="checkbox"
                name="depotIds"
                value={depot.depotId}
                defaultChecked={user.depotIds?.includes(depot.depotId)}
              />
              <span>{depot.name}</span>
            </label>
          ))}
        </fieldset>
      ) : (
        <Choice
          name="depotIds"
          label={t('people.depot')}
          value={depotId}
          options={depots.map(({ depotId, name }) => [depotId, name] as const)}
          empty={t('people.choose')}
          required
          onChoose={setDepot}
        />
      )}
      {kind !== undefined && <PlaceField key={kind} kind={kind} depotId={depotId} user={user} />}
    </>
  );
}

function PlaceField({
  kind,
  depotId,
  user,
}: {
  readonly kind: 'stations' | 'couriers';
  readonly depotId: string;
  readonly user: PlaceFieldsProps['user'];
}) {
  const field = kind === 'stations' ? 'stationId' : 'courierId';
  // The ids of a depot as suggestions; an id can be typed all the same where they cannot be read.
  const places = useLoaded(
    async () => (depotId === '' ? [] : all<Place>(`/${kind}?depot=${encodeURIComponent(depotId)}`)),
    `${kind} ${depotId}`,
  );
  return (
    <label class="field">
      <span>{t(kind === 'stations' ? 'people.station' : 'people.courier')}</span>
      <input
        name={field}
        type="text"
        list={`places-${kind}`}
        defaultValue={user[field] ?? ''}
        required
        maxLength={100}
        autocomplete="off"
      />
      <datalist id={`places-${kind}`}>
        {(places.value ?? []).map((place) => (
          <option key={place[field]} value={place[field]}>
            {place.name}
          </option>
        ))}
      </datalist>
    </label>
  );
}
