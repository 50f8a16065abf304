import '../../styles/manage/network.css';
import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { Me } from '../../api/types.js';
import { UndoBar } from '../../components/network/undo-bar.js';
import { tell, tellFailure } from '../../components/notices.js';
import { Empty, Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { formatCount } from '../../format.js';
import { areaName } from '../../i18n/area-name.js';
import { t } from '../../i18n/language.js';
import { openSection } from '../address.js';
import { changeThings } from './changes.js';
import { loadOverview, loadSurroundings, overviewOf } from './network-state.js';
import { valuesAmong } from './table/table-rows.js';
import { tableState } from './table/table-state.js';

/** The areas that stations lie in: how many each has, and other names for them. An area is there while a station is in it. */
export function AreasSection() {
  const loaded = useLoaded(async () => {
    const [me] = await Promise.all([api.me(), loadSurroundings('stations'), loadOverview('stations')]);
    return me;
  }, 'areas');
  if (loaded.error !== undefined) return <Failure error={loaded.error} onRetry={() => void loaded.reload()} />;
  const overview = overviewOf('stations');
  if (loaded.value === undefined || overview === undefined) return <Loading />;
  const { rows } = tableState('stations');
  const areas = valuesAmong(rows.value, overview.fields, 'area');
  return (
    <section class="network">
      <UndoBar kinds={['stations']} />
      <div class="network__head">
        <h2>{t('network.areas')}</h2>
      </div>
      <p class="soft">{t('areas.hint')}</p>
      {areas.length === 0 ? (
        <Empty title={t('network.empty')} text={t('areas.empty')} />
      ) : (
        <div class="card areas">
          {areas.map(([area, count]) => (
            <Area key={area} area={area} count={count} others={areas.map(([name]) => name)} me={loaded.value!} />
          ))}
        </div>
      )}
    </section>
  );
}

interface AreaProps {
  readonly area: string;
  readonly count: number;
  readonly others: readonly string[];
  readonly me: Me;
}

function Area({ area, count, others, me }: AreaProps) {
  const [name, setName] = useState(area);
  const [isBusy, setIsBusy] = useState(false);
  const now = name.trim();
  const isMerge = now !== area && others.includes(now);
  const rename = async () => {
    setIsBusy(true);
    try {
      const refused = await renameArea(area, now);
      tell(refused === 0 ? t('areas.renamed', { from: area, to: now }) : t('network.refusedSome', { count: refused }));
    } catch (error) {
      tellFailure(error);
    } finally {
      setIsBusy(false);
    }
  };
  const { view } = tableState('stations');
  return (
    <form
      class="areas__row"
      onSubmit={(event) => {
        event.preventDefault();
        if (now !== '' && now !== area) void rename();
      }}
    >
      <input
        type="text"
        maxLength={50}
        value={name}
        disabled={!me.permissions.includes('network:write')}
        aria-label={t('areas.name', { area: areaName(area) })}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      {areaName(area) !== area && <span class="soft">{areaName(area)}</span>}
      <button
        type="button"
        class="button button--plain"
        onClick={() => {
          view.value = { ...view.value, query: '', filters: { area } };
          openSection('stations');
        }}
      >
        {t('areas.stations', { count: formatCount(count) })}
      </button>
      {now !== area && now !== '' && (
        <button type="submit" class="button button--primary" disabled={isBusy}>
          {t(isMerge ? 'areas.merge' : 'areas.rename')}
        </button>
      )}
    </form>
  );
}

/** All its stations at once; tells how many were not changed. @throws ApiError */
async function renameArea(from: string, to: string): Promise<number> {
  const fields = overviewOf('stations')?.fields ?? [];
  const at = fields.indexOf('area');
  const within = tableState('stations').rows.value.filter(({ values }) => values[at] === from);
  const items = within.map(({ id }) => ({ id, change: { area: to }, was: { area: from } }));
  const answers = await changeThings('stations', items, to);
  return items.length - answers.filter(({ effect }) => effect === 'changed').length;
}
