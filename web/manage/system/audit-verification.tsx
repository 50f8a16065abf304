import { useState } from 'preact/hooks';
import type { AuditVerdict } from '../../api/types.js';
import { tellFailure } from '../../components/notices.js';
import { formatCount } from '../../format.js';
import { t } from '../../i18n/language.js';
import { CopyButton } from '../parts/copy-button.js';
import { systemApi } from './system-api.js';

/** Works out whether the audit is as it was written, against a hash that was noted elsewhere where there is one. */
export function AuditVerification() {
  const [noted, setNoted] = useState('');
  const [verdict, setVerdict] = useState<AuditVerdict>();
  const [isBusy, setBusy] = useState(false);
  const verify = async () => {
    setBusy(true);
    setVerdict(undefined);
    try {
      setVerdict(await systemApi.verifyAudit(noted.trim()));
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <details class="card">
      <summary>{t('audit.verify')}</summary>
      <form
        class="narrow-form"
        onSubmit={(event) => {
          event.preventDefault();
          void verify();
        }}
      >
        <p class="soft">{t('audit.verifyHint')}</p>
        <label class="field">
          <span>{t('audit.noted')}</span>
          <input
            class="mono"
            type="text"
            value={noted}
            maxLength={64}
            onInput={(event) => setNoted(event.currentTarget.value)}
          />
        </label>
        <div class="actions">
          <button type="submit" class="button button--primary" disabled={isBusy}>
            {t(isBusy ? 'general.loading' : 'audit.verifyNow')}
          </button>
        </div>
        {verdict !== undefined && <Verdict verdict={verdict} />}
      </form>
    </details>
  );
}

function Verdict({ verdict }: { readonly verdict: AuditVerdict }) {
  if (!verdict.isWhole) {
    return (
      <p class="banner banner--bad" role="status">
        {t('audit.broken', { row: verdict.brokenAt ?? '' })}
      </p>
    );
  }
  if (!verdict.hasNoted) {
    return (
      <p class="banner banner--bad" role="status">
        {t('audit.writtenAnew')}
      </p>
    );
  }
  return (
    <div role="status">
      <p>
        <span class="pill pill--good">{t('audit.whole', { rows: formatCount(verdict.rows) })}</span>
      </p>
      <p class="secret__row">
        <code class="mono">{verdict.headHash}</code>
        <CopyButton text={verdict.headHash ?? ''} />
      </p>
    </div>
  );
}
