import '../../styles/manage/case-kinds.css';
import { useSignal } from '@preact/signals';
import { sentenceOf } from '../../api/api-error.js';
import type { CaseKind, Depot } from '../../api/types.js';
import { tell } from '../../components/notices.js';
import { Empty, Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t, tOr } from '../../i18n/language.js';
import { Choice } from '../parts/choice.js';
import { type CaseKindChange, caseKindsApi } from './case-kinds-api.js';

/** What an operator sets for each kind of cases, depot by depot. */
export function CaseKindsSection() {
  const depots = useLoaded(caseKindsApi.depots, '');
  const chosen = useSignal('');
  if (depots.error !== undefined) return <Failure error={depots.error} onRetry={() => void depots.reload()} />;
  if (depots.value === undefined) return <Loading />;
  const [first] = depots.value;
  if (first === undefined) return <Empty title={t('caseKinds.title')} text={t('caseKinds.noDepot')} />;
  const depotId = chosen.value === '' ? first.depotId : chosen.value;
  return (
    <section class="case-kinds">
      <h2>{t('caseKinds.title')}</h2>
      <p class="soft">{t('caseKinds.text')}</p>
      {depots.value.length > 1 && (
        <Choice
          label={t('people.depot')}
          value={depotId}
          options={depots.value.map(({ depotId: id, name }: Depot) => [id, name] as const)}
          empty={false}
          onChoose={(id) => (chosen.value = id)}
        />
      )}
      <Kinds key={depotId} depotId={depotId} />
    </section>
  );
}

function Kinds({ depotId }: { readonly depotId: string }) {
  const { value, error, reload, set } = useLoaded(() => caseKindsApi.list(depotId), depotId);
  if (error !== undefined) return <Failure error={error} onRetry={() => void reload()} />;
  if (value === undefined) return <Loading />;
  return (
    <>
      {value.map((kind) => (
        <Kind
          key={kind.kind}
          depotId={depotId}
          kind={kind}
          onSaved={(saved) => set(value.map((each) => (each.kind === saved.kind ? saved : each)))}
        />
      ))}
    </>
  );
}

function Kind({
  depotId,
  kind,
  onSaved,
}: {
  readonly depotId: string;
  readonly kind: CaseKind;
  readonly onSaved: (saved: CaseKind) => void;
}) {
  const refused = useSignal('');
  const name = tOr(`case.kind.${kind.kind}`, kind.kind);
  const save = async (form: FormData) => {
    refused.value = '';
    try {
      onSaved(await caseKindsApi.change(depotId, kind.kind, changeOf(form)));
      tell(t('caseKinds.saved', { kind: name }));
    } catch (error) {
      refused.value = sentenceOf(error);
    }
  };
  return (
    <details class="card case-kinds__kind">
      <summary>
        <strong>{name}</strong>
        <span class="soft">
          {kind.isOn
            ? `${t(`case.severity.${kind.severity}`)} · ${t('caseKinds.within', { n: kind.limitMinutes })}`
            : t('caseKinds.off')}
        </span>
      </summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save(new FormData(event.currentTarget));
        }}
      >
        <label class="case-kinds__on">
          <input type="checkbox" name="isOn" defaultChecked={kind.isOn} />
          <span>{t('caseKinds.isOn')}</span>
        </label>
        <div class="case-kinds__numbers">
          <label class="field">
            <span>{t('caseKinds.severity')}</span>
            <select name="severity">
              {(['urgent', 'high', 'normal'] as const).map((each) => (
                <option key={each} value={each} selected={each === kind.severity}>
                  {t(`case.severity.${each}`)}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            <span>{t('caseKinds.limit')}</span>
            <input
              name="limitMinutes"
              type="number"
              min={1}
              max={10_080}
              required
              defaultValue={String(kind.limitMinutes)}
            />
          </label>
          {kind.afterMinutes !== null && (
            <label class="field">
              <span>{t('caseKinds.after')}</span>
              <input
                name="afterMinutes"
                type="number"
                min={0}
                max={1_440}
                required
                defaultValue={String(kind.afterMinutes)}
              />
            </label>
          )}
        </div>
        {(['zh', 'en'] as const).map((language) => (
          <label key={language} class="field">
            <span>{t(`caseKinds.steps.${language}`)}</span>
            <textarea name={language} rows={4} defaultValue={kind.steps[language].join('\n')} />
          </label>
        ))}
        {refused.value !== '' && (
          <p class="banner banner--bad" role="alert">
            {refused.value}
          </p>
        )}
        <button type="submit" class="button button--primary">
          {t('caseKinds.save')}
        </button>
      </form>
    </details>
  );
}

/** Steps stand one on a line. */
function changeOf(form: FormData): CaseKindChange {
  const number = (name: string) => Number(form.get(name));
  const lines = (name: string) =>
    String(form.get(name))
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  return {
    isOn: form.get('isOn') !== null,
    severity: form.get('severity') as CaseKind['severity'],
    limitMinutes: number('limitMinutes'),
    ...(form.has('afterMinutes') && { afterMinutes: number('afterMinutes') }),
    steps: { zh: lines('zh'), en: lines('en') },
  };
}
