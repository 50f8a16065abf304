import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { Role, User } from '../../api/types.js';
import { doUnlessUndone, tell, tellFailure, tellWithUndo } from '../../components/notices.js';
import { Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { openSection } from '../address.js';
import { FieldFaults } from '../parts/field-faults.js';
import { SectionLink } from '../parts/section-link.js';
import { rereadLists } from '../parts/use-paged.js';
import { type MadeLinks, MadeLinksCard } from './made-links.js';
import { peopleApi } from './people-api.js';
import { chosenDepots, PlaceFields } from './place-fields.js';
import { SelectedUsers } from './selected-users.js';
import { linkRoles, SignInByField } from './sign-in-by-field.js';
import { UserState } from './user-state.js';

/** One user: what they are called, may do and belong to, and whether they may come in. */
export function UserForm({ userId }: { readonly userId: string }) {
  const loaded = useLoaded(() => peopleApi.user(userId), userId);
  const depots = useLoaded(api.depots, '');
  const [made, setMade] = useState<MadeLinks>();
  const user = loaded.value;
  return (
    <div class="section">
      <SectionLink to={['users']}>← {t('people.users')}</SectionLink>
      {loaded.error !== undefined && <Failure error={loaded.error} onRetry={() => void loaded.reload()} />}
      {user === undefined && loaded.error === undefined && <Loading />}
      {user !== undefined && (
        <>
          <div class="section__head">
            <h2>{user.name}</h2>
            <UserState user={user} />
          </div>
          {made !== undefined && <MadeLinksCard made={made} onClose={() => setMade(undefined)} />}
          {depots.error === undefined ? (
            <EditForm key={editedOf(user)} user={user} depots={depots.value ?? []} onSaved={loaded.set} />
          ) : (
            <Failure error={depots.error} onRetry={() => void depots.reload()} />
          )}
          <h3>{t('people.signIn')}</h3>
          <SelectedUsers users={[user]} onDone={() => void loaded.reload()} onMade={setMade} />
          <SessionActs user={user} onDone={() => void loaded.reload()} />
          <h3>{t('people.remove')}</h3>
          <p class="soft">{t('people.removeHint')}</p>
          <div class="actions">
            <button
              type="button"
              class="button button--bad"
              onClick={() => {
                doUnlessUndone(t('people.removing', { name: user.name }), async () => {
                  await peopleApi.remove(user.userId);
                  rereadLists();
                  tell(t('people.removed', { name: user.name }));
                });
                openSection('users');
              }}
            >
              {t('people.remove')}
            </button>
          </div>
        </>
      )}
    </div>
  );
}

/** Ends all sessions of somebody, or takes a lost second factor away. */
function SessionActs({ user, onDone }: { readonly user: User; readonly onDone: () => void }) {
  const act = (text: string, work: () => Promise<void>) =>
    doUnlessUndone(text, async () => {
      await work();
      onDone();
    });
  return (
    <div class="actions">
      <button
        type="button"
        class="button"
        onClick={() => act(t('people.endingSessions', { name: user.name }), () => peopleApi.endSessions(user.userId))}
      >
        {t('people.endSessions')}
      </button>
      {user.hasSecondFactor && (
        <button
          type="button"
          class="button button--bad"
          onClick={() =>
            act(t('people.resettingSecondFactor', { name: user.name }), () => peopleApi.resetSecondFactor(user.userId))
          }
        >
          {t('people.resetSecondFactor')}
        </button>
      )}
    </div>
  );
}

/** What the form is about: it is drawn anew when that is no longer what it was, also by an undo. */
function editedOf({ name, login, role, depotIds, courierId, stationId, signInBy }: User): string {
  return JSON.stringify([name, login, role, depotIds, courierId, stationId, signInBy]);
}

interface EditFormProps {
  readonly user: User;
  readonly depots: readonly { readonly depotId: string; readonly name: string }[];
  readonly onSaved: (user: User) => void;
}

function EditForm({ user, depots, onSaved }: EditFormProps) {
  const [error, setError] = useState<unknown>();
  const [isSaving, setSaving] = useState(false);
  const save = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const next = {
      name: text('name'),
      login: text('login'),
      role: text('role') as Role,
      depotIds: chosenDepots(form),
      courierId: text('courierId') || null,
      stationId: text('stationId') || null,
      signInBy: (text('signInBy') || user.signInBy) as User['signInBy'],
    };
    // What was not touched is not sent: nobody changes their own role by saving their name.
    const change = Object.fromEntries(
      Object.entries(next).filter(
        ([field, value]) => JSON.stringify(value) !== JSON.stringify(user[field as keyof typeof next]),
      ),
    );
    const before = Object.fromEntries(Object.keys(change).map((field) => [field, user[field as keyof typeof next]]));
    setSaving(true);
    setError(undefined);
    try {
      onSaved(await peopleApi.change(user.userId, change));
      tellWithUndo(t('people.saved'), async () => onSaved(await peopleApi.change(user.userId, before)));
    } catch (thrown) {
      setError(thrown);
      tellFailure(thrown);
    } finally {
      setSaving(false);
    }
  };
  return (
    <form
      class="card narrow-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <label class="field">
        <span>{t('people.name')}</span>
        <input name="name" type="text" defaultValue={user.name} required maxLength={100} autocomplete="off" />
      </label>
      <label class="field">
        <span>{t('people.login')}</span>
        <input
          name="login"
          type="text"
          defaultValue={user.login}
          required
          minLength={2}
          maxLength={64}
          autocomplete="off"
        />
      </label>
      <PlaceFields user={user} depots={depots} />
      {linkRoles.has(user.role) && <SignInByField signInBy={user.signInBy} />}
      <FieldFaults error={error} />
      <div class="actions">
        <button type="submit" class="button button--primary" disabled={isSaving}>
          {t('general.save')}
        </button>
      </div>
    </form>
  );
}
