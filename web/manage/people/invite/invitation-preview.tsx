import type { Invitations, InvitedOne } from '../../../api/types.js';
import { Empty } from '../../../components/states.js';
import { t } from '../../../i18n/language.js';
import { roleName } from '../role-names.js';

/** A page of a thousand rows is slow to read and to draw; those who are refused stand first. */
const mostShown = 200;

/** What would become of each who is to be invited. */
export function InvitationPreview({ looked: { data, more } }: { readonly looked: Invitations }) {
  if (data.length === 0) return <Empty title={t('people.nobodyLeft')} text={t('people.nobodyLeftText')} />;
  const refused = data.filter(({ status }) => status === 'refused');
  const ready = data.filter(({ status }) => status !== 'refused');
  const shown = [...refused, ...ready].slice(0, mostShown);
  return (
    <section aria-label={t('people.preview')}>
      <p role="status">
        <strong>{t('people.willInvite', { count: ready.length })}</strong>
        {refused.length > 0 && ` ${t('people.willRefuse', { count: refused.length })}`}
        {more > 0 && ` ${t('people.moreLeft', { count: more })}`}
      </p>
      <table class="rows">
        <thead>
          <tr>
            <th>{t('people.name')}</th>
            <th>{t('people.role')}</th>
            <th>{t('people.place')}</th>
            <th>{t('people.login')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one, at) => (
            <Row key={at} one={one} />
          ))}
        </tbody>
      </table>
      {shown.length < data.length && <p class="soft">{t('manage.shownFirst', { count: shown.length })}</p>}
    </section>
  );
}

function Row({ one }: { readonly one: InvitedOne }) {
  return (
    <tr>
      <td>{one.name ?? '–'}</td>
      <td>{roleName(one.role)}</td>
      <td>{[one.depotIds?.join('、'), one.stationId, one.courierId].filter(Boolean).join(' · ') || '–'}</td>
      <td>
        {one.error === null ? (
          <span class="mono">{one.login}</span>
        ) : (
          <span class="pill pill--bad">{one.error.detail}</span>
        )}
      </td>
    </tr>
  );
}
