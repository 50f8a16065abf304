import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import { type Fields, makeDraft } from '../../components/form/draft.js';
import { ThingForm } from '../../components/form/thing-form.js';
import { changeThing } from '../../components/network/changes.js';
import { attributeForms } from '../../components/network/described.js';
import { SaveBar } from '../../components/network/save-bar.js';
import { useSaving } from '../../components/network/use-saving.js';
import { tell, tellFailure } from '../../components/notices.js';
import { zoneName, zones } from '../../components/zone-badge.js';
import { t } from '../../i18n/language.js';
import { me } from '../console-state.js';
import { type RuledKind, ruleAttributes } from './rule-attributes.js';
import { readThings, ruleContext } from './rule-things.js';

/** A thing whose rules are changed. */
export interface Ruled {
  readonly kind: RuledKind;
  readonly id: string;
  readonly name: string;
  readonly depotId: string;
  readonly thing: Fields;
}

interface RuleFormProps extends Ruled {
  readonly onSaved?: () => void;
  /** Tells what was refused beside fields. */
  readonly onFailure: (error: unknown) => void;
  /** What stands beside the button. */
  readonly children?: ComponentChildren;
}

/** What plans ask of a thing, drawn from the description of its attributes. */
export function RuleForm({ kind, id, name, depotId, thing, onSaved, onFailure, children }: RuleFormProps) {
  const attributes = ruleAttributes(kind);
  const [draft] = useState(() => makeDraft(thing, attributes));
  const mayChange = me.value?.permissions.includes('network:write') === true;
  const save = async () => {
    await changeThing(kind, id, thing, draft, name, (changedKind) => readThings(changedKind, depotId));
    tell(t('rules.saved'));
    onSaved?.();
  };
  const { faults, maySave, handlers } = useSaving(draft, save, (error) => {
    onFailure(error);
    // Who opens the form again finds what the others made of it.
    if (error instanceof ApiError && error.code === 'changed-meanwhile') readThings(kind, depotId).catch(tellFailure);
  });
  return (
    <form class="rules__form" {...handlers}>
      <ThingForm
        groups={attributeForms.value?.groups ?? []}
        attributes={attributes}
        draft={draft}
        isNew={false}
        mayChange={mayChange}
        context={ruleContext(depotId)}
        faults={faults}
        beside={kind === 'depots' ? { cold: <ColdMinutes /> } : undefined}
      />
      {mayChange && (
        <SaveBar label={t('general.save')} draft={draft} maySave={maySave} faults={faults} attributes={attributes}>
          {children}
        </SaveBar>
      )}
    </form>
  );
}

/** What the limit on the time out of refrigeration says today. */
function ColdMinutes() {
  const limited = zones.value.filter(({ minutesOutOfRefrigeration }) => (minutesOutOfRefrigeration ?? null) !== null);
  return (
    <p class="small soft">
      {limited
        .map(({ zoneId, minutesOutOfRefrigeration }) =>
          t('rules.coldMinutes', { zone: zoneName(zoneId), minutes: minutesOutOfRefrigeration! }),
        )
        .join(' · ')}
    </p>
  );
}
