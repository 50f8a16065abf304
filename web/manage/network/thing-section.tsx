import '../../styles/manage/network.css';
import '../../styles/form.css';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { Kind } from '../../components/network/change-api.js';
import { attributeForms } from '../../components/network/described.js';
import { UndoBar } from '../../components/network/undo-bar.js';
import { Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { openSection, withinSection } from '../address.js';
import { loadOverview, loadSurroundings, overviewOf } from './network-state.js';
import { BulkDialog } from './parts/bulk-dialog.js';
import { addressOfNew, sectionOf, titleOf } from './section-names.js';
import { tableState } from './table/table-state.js';
import { ThingTable } from './table/thing-table.js';
import { ThingPage } from './thing-page.js';

/** What all depots share: an account of some of them may look, and not change. */
const shared: ReadonlySet<Kind> = new Set(['skus', 'zones']);

/** The section of a kind of thing: a table of all, or one of them, as the address says. */
export function ThingSection({ kind }: { readonly kind: Kind }) {
  const loaded = useLoaded(async () => {
    const [me] = await Promise.all([api.me(), loadSurroundings(kind), loadOverview(kind)]);
    return me;
  }, kind);
  const me = loaded.value;
  if (loaded.error !== undefined) return <Failure error={loaded.error} onRetry={() => void loaded.reload()} />;
  if (me === undefined || attributeForms.value === undefined || overviewOf(kind) === undefined) return <Loading />;
  const isOfSome = me.depotIds !== null;
  const mayChange = me.permissions.includes('network:write') && !(shared.has(kind) && isOfSome);
  const mayAdd = mayChange && !(kind === 'depots' && isOfSome);
  const [id, ...rest] = withinSection();
  const isNew = mayAdd && id === addressOfNew[0] && rest[0] === addressOfNew[1];
  return (
    <section class="network">
      <UndoBar kinds={[kind]} />
      {isNew || (id !== undefined && rest.length === 0) ? (
        <ThingPage kind={kind} id={isNew ? undefined : id} mayChange={mayChange} />
      ) : (
        <List kind={kind} mayChange={mayChange} mayAdd={mayAdd} />
      )}
    </section>
  );
}

function List({
  kind,
  mayChange,
  mayAdd,
}: {
  readonly kind: Kind;
  readonly mayChange: boolean;
  readonly mayAdd: boolean;
}) {
  const { chosen, rows } = tableState(kind);
  const [isChanging, setIsChanging] = useState(false);
  // What is gone meanwhile is not chosen any more.
  useEffect(() => {
    const there = new Set(rows.value.map(({ id }) => id));
    const left = [...chosen.value].filter((id) => there.has(id));
    if (left.length < chosen.value.size) chosen.value = new Set(left);
  }, [rows.value]);
  return (
    <>
      <div class="network__head">
        <h2>{t(titleOf(kind))}</h2>
        {chosen.value.size > 0 && (
          <span class="network__chosen" role="status">
            {t('network.chosen', { count: chosen.value.size })}
            <button type="button" class="button button--primary" onClick={() => setIsChanging(true)}>
              {t('bulk.open')}
            </button>
            <button
              type="button"
              class="button button--plain"
              onClick={() => {
                chosen.value = new Set();
              }}
            >
              {t('network.chooseNone')}
            </button>
          </span>
        )}
        {mayAdd && (
          <button type="button" class="button" onClick={() => openSection(sectionOf(kind), ...addressOfNew)}>
            ＋ {t(`network.add.${kind}`)}
          </button>
        )}
      </div>
      <ThingTable kind={kind} mayChange={mayChange} />
      {isChanging && <BulkDialog kind={kind} onClose={() => setIsChanging(false)} />}
    </>
  );
}

/** The sections, each loaded when it is opened. */
export const sectionOfKind = (kind: Kind) => () => <ThingSection key={kind} kind={kind} />;
