import '../../styles/manage/lists.css';
import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { root } from '../../api/ask.js';
import type { AuditRow } from '../../api/types.js';
import { loadAttributeForms } from '../../components/network/described.js';
import { Empty, Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { zones } from '../../components/zone-badge.js';
import { t } from '../../i18n/language.js';
import { ListFoot } from '../parts/list-foot.js';
import { usePaged } from '../parts/use-paged.js';
import { AuditEntry } from './audit-entry.js';
import { type AuditFilter, AuditFilters, noAuditFilter, queryOf } from './audit-filters.js';
import { AuditVerification } from './audit-verification.js';

/** Who did what, when, and how it was before. */
export function AuditSection() {
  const [filter, setFilter] = useState<AuditFilter>(noAuditFilter);
  const query = queryOf(filter);
  // Without them fields stand there as the record names them.
  useLoaded(async () => {
    const [found] = await Promise.all([api.zones(), loadAttributeForms()]);
    zones.value = found;
  }, '');
  const paged = usePaged<AuditRow>(`/audit${query}`);
  return (
    <div class="section">
      <div class="section__head">
        <h2>{t('audit.title')}</h2>
        <a class="button" href={`${root}/audit/export${query}`} download="audit.csv">
          {t('audit.export')}
        </a>
      </div>
      <AuditVerification />
      <AuditFilters filter={filter} onChange={setFilter} />
      {paged.error !== undefined && <Failure error={paged.error} onRetry={() => void paged.reload()} />}
      {paged.rows === undefined && paged.error === undefined && <Loading />}
      {paged.rows?.length === 0 && <Empty title={t('audit.none')} text={t('people.noneFound')} />}
      {paged.rows !== undefined && paged.rows.length > 0 && (
        <>
          <table class="rows">
            <thead>
              <tr>
                <th>{t('audit.at')}</th>
                <th>{t('audit.actor')}</th>
                <th>{t('audit.action')}</th>
                <th>{t('audit.subject')}</th>
                <th>{t('audit.changes')}</th>
              </tr>
            </thead>
            <tbody>
              {paged.rows.map((row) => (
                <AuditEntry
                  key={row.auditId}
                  row={row}
                  onNarrow={(field, value) => setFilter({ ...filter, [field]: value })}
                />
              ))}
            </tbody>
          </table>
          <ListFoot paged={paged} />
        </>
      )}
    </div>
  );
}
