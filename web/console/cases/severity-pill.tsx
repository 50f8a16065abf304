import type { CaseRow } from '../../api/types.js';
import { t } from '../../i18n/language.js';

/** How urgent something is, by word and sign. */
export function SeverityPill({ severity }: Pick<CaseRow, 'severity'>) {
  const tone = { urgent: 'bad', high: 'warn', normal: 'busy' }[severity];
  const sign = { urgent: '‼', high: '!', normal: '·' }[severity];
  return (
    <span class={`pill pill--${tone}`}>
      {sign} {t(`case.severity.${severity}`)}
    </span>
  );
}
