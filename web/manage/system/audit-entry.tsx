import type { AuditRow } from '../../api/types.js';
import type { Kind } from '../../components/network/change-api.js';
import { attributesOf } from '../../components/network/described.js';
import { t, tOr } from '../../i18n/language.js';
import { formatMoment } from '../parts/format-moment.js';
import { differencesOf, inWords, type WordedDifference } from './audit-differences.js';

/** One row of the audit: each field that changed, as it was and as it is. */
export function AuditEntry({
  row,
  onNarrow,
}: {
  readonly row: AuditRow;
  readonly onNarrow: (field: 'actor' | 'action' | 'subject', value: string) => void;
}) {
  const { auditId, at, actor, action, subjectKind, subjectId, depotId, reason, detail } = row;
  return (
    <tr>
      <td>
        <span class="nowrap">{formatMoment(at)}</span>
        <small class="soft">#{auditId}</small>
      </td>
      <td>
        <button type="button" class="button--link" onClick={() => onNarrow('actor', actor)}>
          {actor}
        </button>
      </td>
      <td>
        <button type="button" class="button--link" onClick={() => onNarrow('action', action)}>
          {tOr(`audit.action.${action}`, action)}
        </button>
        {reason !== null && <small class="soft">{tOr(`audit.reason.${reason}`, reason)}</small>}
      </td>
      <td>
        {tOr(`audit.kind.${subjectKind}`, subjectKind)}{' '}
        {subjectId !== '*' && (
          <button type="button" class="button--link mono" onClick={() => onNarrow('subject', subjectId)}>
            {subjectId}
          </button>
        )}
        {depotId !== null && <small class="soft">{depotId}</small>}
      </td>
      <td>
        <Differences differences={inWords(differencesOf(detail), attributesOf(kindOf(subjectKind)))} />
      </td>
    </tr>
  );
}

/** The kind of thing that forms know it as, where it is one of the network: "wave-rule" is of "wave_rules". */
const kindOf = (subjectKind: string) => `${subjectKind.replace('-', '_')}s` as Kind;

function Differences({ differences }: { readonly differences: readonly WordedDifference[] }) {
  if (differences.length === 0) return <span class="soft">–</span>;
  return (
    <dl class="differences">
      {differences.map(({ label, before, after }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {before !== undefined && (
              <>
                <del>{before}</del>
                <span aria-hidden="true"> → </span>
                <span class="visually-hidden">{t('audit.becomes')}</span>
              </>
            )}
            <ins>{after}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
