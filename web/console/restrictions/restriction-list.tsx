import '../../styles/console/restrictions.css';
import { useEffect, useRef } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { VehicleRestriction } from '../../api/types.js';
import { tell, tellFailure, tellWithUndo } from '../../components/notices.js';
import { Failure } from '../../components/states.js';
import { t } from '../../i18n/language.js';
import { me } from '../console-state.js';
import { showPlacesOnMap } from '../panels/map-link.js';
import { RestrictionForm } from './restriction-form.js';
import {
  draftOf,
  newDraft,
  readRestrictions,
  requestOf,
  restrictionDraft,
  restrictions,
  restrictionsFailure,
} from './restriction-state.js';
import { restrictionText } from './restriction-words.js';

/** The restrictions of the depot that is shown: switched on and off, changed, removed, and a new one drawn. */
export function RestrictionList({ depotId }: { readonly depotId: string }) {
  const mayChange = me.value?.permissions.includes('network:write') === true;
  const draft = restrictionDraft.value;
  const read = restrictions.value;
  const list = useRef<HTMLUListElement>(null);
  const wasDrawing = useRef(false);
  useEffect(() => {
    // Who has drawn sees what came of it, and goes on from there by keyboard.
    if (wasDrawing.current && draft === undefined) list.current?.focus();
    wasDrawing.current = draft !== undefined;
  }, [draft]);
  // Who reads or draws goes on with what came before, should it not come again.
  if (read === undefined && restrictionsFailure.value !== undefined) {
    return <Failure error={restrictionsFailure.value} onRetry={() => void readRestrictions()} />;
  }
  if (read === undefined) return <p class="panel__note">{t('restrictions.loading')}</p>;
  if (draft !== undefined) return <RestrictionForm key={draft.restrictionId ?? ''} />;
  return (
    <div class="restrictions">
      <p class="panel__note">{t('restrictions.hint')}</p>
      {read.held !== 'all' && (
        <p class="restrictions__held" role="note">
          {t(read.held === 'areas' ? 'restrictions.heldAreas' : 'restrictions.heldNone')}
        </p>
      )}
      {read.restrictions.length === 0 && <p class="panel__note">{t('restrictions.none')}</p>}
      <ul ref={list} class="restrictions__list" tabIndex={-1}>
        {read.restrictions.map((each) => (
          <li key={each.restrictionId}>
            <div>
              <button type="button" class="row-button row-button--text" onClick={() => lookAt(each)}>
                {each.name}
              </button>
              <div class="small soft">{restrictionText(each)}</div>
            </div>
            {mayChange && (
              <span class="restrictions__acts">
                <label class="small">
                  <input
                    type="checkbox"
                    checked={each.isOn}
                    aria-label={t('restrictions.onOf', { name: each.name })}
                    onChange={(event) => void switchTo(each, event.currentTarget.checked).catch(tellFailure)}
                  />{' '}
                  {t('restrictions.on')}
                </label>
                <button
                  type="button"
                  class="button"
                  aria-label={t('restrictions.changeOf', { name: each.name })}
                  onClick={() => {
                    restrictionDraft.value = draftOf(each);
                    lookAt(each);
                  }}
                >
                  {t('restrictions.change')}
                </button>
                <button
                  type="button"
                  class="button"
                  aria-label={t('restrictions.removeOf', { name: each.name })}
                  onClick={() => void remove(each).catch(tellFailure)}
                >
                  {t('restrictions.remove')}
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <button
          type="button"
          class="button restrictions__add"
          onClick={() => (restrictionDraft.value = newDraft(depotId))}
        >
          {t('restrictions.add')}
        </button>
      )}
    </div>
  );
}

function lookAt(restriction: VehicleRestriction): void {
  showPlacesOnMap(draftOf(restriction).points);
}

async function switchTo(restriction: VehicleRestriction, isOn: boolean): Promise<void> {
  const { depotId, restrictionId } = restriction;
  try {
    await api.changeRestriction(depotId, restrictionId, requestOf({ ...draftOf(restriction), isOn }));
    tell(t('restrictions.saved'));
  } finally {
    await readRestrictions();
  }
}

async function remove({ depotId, restrictionId, name }: VehicleRestriction): Promise<void> {
  await api.removeRestriction(depotId, restrictionId);
  await readRestrictions();
  tellWithUndo(t('restrictions.removed', { name }), async () => {
    await api.restoreRestriction(depotId, restrictionId);
    await readRestrictions();
  });
}
