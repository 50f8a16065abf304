import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import { type Draft, type Fields, makeDraft, valueAt, withValues } from '../../components/form/draft.js';
import { ThingForm } from '../../components/form/thing-form.js';
import type { Kind } from '../../components/network/change-api.js';
import { changed, changeThing } from '../../components/network/changes.js';
import { attributeForms, attributesOf } from '../../components/network/described.js';
import { SaveBar } from '../../components/network/save-bar.js';
import { useSaving } from '../../components/network/use-saving.js';
import { tell, tellFailure } from '../../components/notices.js';
import { Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import type { MessageKey } from '../../i18n/messages.js';
import { openSection } from '../address.js';
import { rememberAdded, rememberRemoved } from './changes.js';
import { networkApi } from './network-api.js';
import { formContext, loadOverview, overviewOf } from './network-state.js';
import { PageHead } from './page-head.js';
import { CompartmentsPicture, type DrawnCompartment } from './parts/compartments-picture.js';
import { ImpactNote, isEnding } from './parts/impact-note.js';
import { PlacePicker } from './parts/place-picker.js';
import { StationPhoto } from './parts/station-photo.js';
import { sectionOf } from './section-names.js';

interface ThingPageProps {
  readonly kind: Kind;
  /** Undefined for a new one. */
  readonly id: string | undefined;
  readonly mayChange: boolean;
}

/** One thing with all that may be said of it. */
export function ThingPage({ kind, id, mayChange }: ThingPageProps) {
  const loaded = useLoaded<Fields>(
    async () => (id === undefined ? newThing(kind) : networkApi.thing(kind, id)),
    `${kind} ${id ?? ''} ${changed.value}`,
  );
  if (loaded.error !== undefined) {
    return (
      <>
        <PageHead kind={kind} id={id} name={id ?? ''} isTouched={false} />
        <Failure error={loaded.error} onRetry={() => void loaded.reload()} />
      </>
    );
  }
  const thing = loaded.value;
  const shownId = thing === undefined ? undefined : valueAt(thing, idFieldOf(kind));
  // What was loaded before stays until the next has come.
  if (thing === undefined || (id !== undefined && String(shownId).toUpperCase() !== id.toUpperCase()))
    return <Loading />;
  const key = `${id ?? 'new'} ${JSON.stringify(thing)}`;
  return <LoadedThing key={key} kind={kind} id={id} thing={thing} mayChange={mayChange} onSaved={loaded.set} />;
}

interface LoadedThingProps extends ThingPageProps {
  readonly thing: Fields;
  readonly onSaved: (thing: Fields) => void;
}

function LoadedThing({ kind, id, thing, mayChange, onSaved }: LoadedThingProps) {
  const attributes = attributesOf(kind);
  const [draft] = useState(() => makeDraft(thing, attributes));
  const name = nameOf(kind, thing) || id || '';
  const save = async () => {
    if (id === undefined) await add(kind, thing, draft);
    else {
      await changeThing(kind, id, thing, draft, name, loadOverview);
      onSaved(await networkApi.thing(kind, id));
    }
    tell(t('network.saved'));
  };
  const { faults, maySave, handlers } = useSaving(draft, save, tellFailure);
  useEffect(() => warnOfLoss(draft), [draft]);
  const ending = ['status', 'active'].find(
    (field) => isEnding(field, draft.read(field)) && draft.read(field) !== valueAt(thing, field),
  );
  return (
    <form class="thing" {...handlers}>
      <PageHead kind={kind} id={id} name={name} isTouched={draft.isTouched.value} />
      {ending !== undefined && id !== undefined && <ImpactNote kind={kind} ids={[id]} />}
      <ThingForm
        groups={attributeForms.value?.groups ?? []}
        attributes={attributes}
        draft={draft}
        isNew={id === undefined}
        mayChange={mayChange}
        context={formContext(draft.read('depotId'))}
        faults={faults}
        beside={beside(kind, id, draft, name)}
      />
      {mayChange && (
        <SaveBar
          label={t(id === undefined ? 'network.add.save' : 'general.save')}
          draft={draft}
          maySave={maySave}
          faults={faults}
          attributes={attributes}
        >
          {id !== undefined && <DeleteButton kind={kind} id={id} name={name} />}
        </SaveBar>
      )}
    </form>
  );
}

function beside(kind: Kind, id: string | undefined, draft: Draft, name: string) {
  if (kind === 'vehicles') {
    const compartments = (draft.read('compartments') ?? []) as readonly DrawnCompartment[];
    return {
      room: <CompartmentsPicture compartments={compartments} hasPartitions={draft.read('rules.body') !== undefined} />,
    };
  }
  if (kind !== 'stations' && kind !== 'depots') return {};
  return {
    place: <PlacePicker draft={draft} name={name} />,
    contact: kind === 'stations' && id !== undefined && <StationPhoto stationId={id} />,
  };
}

/** Deletes at once what nothing refers to; what is gone can be put back. Otherwise it says what to do instead. */
function DeleteButton({ kind, id, name }: { readonly kind: Kind; readonly id: string; readonly name: string }) {
  const [isRefused, setIsRefused] = useState(false);
  const remove = async () => {
    try {
      const { mayDelete } = await networkApi.impact(kind, id);
      if (!mayDelete) {
        setIsRefused(true);
        return;
      }
      await networkApi.remove(kind, id);
      rememberRemoved(kind, id, name);
      await loadOverview(kind);
      openSection(sectionOf(kind));
    } catch (error) {
      tellFailure(error);
    }
  };
  return (
    <span class="thing__delete">
      {isRefused && <span role="alert">{t(insteadOfDelete[kind] ?? 'network.delete.instead')}</span>}
      <button type="button" class="button button--bad" onClick={() => void remove()}>
        {t('network.delete')}
      </button>
    </span>
  );
}

/** What is said of things that have no state that ends them. */
const insteadOfDelete: Partial<Record<Kind, MessageKey>> = {
  zones: 'network.delete.zone',
  cutoffs: 'network.delete.cutoff',
};

async function add(kind: Kind, thing: Fields, draft: Draft): Promise<void> {
  const id = String(draft.read(idFieldOf(kind)) ?? '').trim();
  const taken = overviewOf(kind)?.rows.some(([other]) => String(other).toUpperCase() === id.toUpperCase());
  const field = idFieldOf(kind);
  if (id === '' || taken === true) {
    const reason = t(id === '' ? 'form.required' : 'network.idTaken');
    throw new ApiError(400, 'invalid-input', reason, { faults: [{ field, reason }] });
  }
  const made = withValues(
    thing,
    Object.fromEntries(Object.entries(draft.changes()).filter(([, value]) => value !== null)),
  );
  try {
    await networkApi.add(kind, id, { ...made, [field]: id });
  } catch (error) {
    // Somebody added it meanwhile, or it is of a depot that this account does not see.
    if (!(error instanceof ApiError && ['already-there', 'id-taken'].includes(error.code))) throw error;
    throw new ApiError(error.status, error.code, error.message, { faults: [{ field, reason: error.message }] });
  }
  rememberAdded(kind, id, nameOf(kind, made) || id);
  await loadOverview(kind);
  openSection(sectionOf(kind), id);
}

/** What holds where nothing is said stands in a new form already; the only depot there is, too. */
function newThing(kind: Kind): Fields {
  const usual = attributesOf(kind).flatMap(({ field, otherwise }) =>
    otherwise === undefined ? [] : [[field, otherwise] as const],
  );
  const depots = formContext(undefined).depots;
  const ofDepot =
    attributesOf(kind).some(({ field, isFixed }) => field === 'depotId' && isFixed) && depots.length === 1;
  const thing = Object.fromEntries(usual);
  if (kind === 'vehicles') thing.compartments = [];
  return ofDepot ? { ...thing, depotId: depots[0].value } : thing;
}

export function idFieldOf(kind: Kind): string {
  return attributesOf(kind).find(({ isId }) => isId)?.field ?? '';
}

/** What people know a thing by; vehicles and rules go by their ids. */
function nameOf(kind: Kind, thing: Fields): string {
  const fields: Partial<Record<Kind, string>> = { vehicles: 'vehicleId', zones: 'nameZh', wave_rules: 'ruleId' };
  const field = fields[kind] ?? 'name';
  return String(thing[field] ?? '');
}

/** The browser asks before a page with unsaved changes is left for another one. */
function warnOfLoss(draft: Draft): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (draft.isTouched.value) event.preventDefault();
  };
  window.addEventListener('beforeunload', warn);
  return () => window.removeEventListener('beforeunload', warn);
}
