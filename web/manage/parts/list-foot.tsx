import { t } from '../../i18n/language.js';
import type { Paged } from './use-paged.js';

/** Under a list: how much of it is shown, and the way to more. */
export function ListFoot<Row>({ paged }: { readonly paged: Paged<Row> }) {
  const count = paged.rows?.length ?? 0;
  return (
    <p class="list-foot soft">
      <span>{t(paged.hasMore ? 'manage.shownFirst' : 'manage.shownAll', { count })}</span>
      {paged.hasMore && (
        <button type="button" class="button" disabled={paged.isLoading} onClick={() => void paged.more()}>
          {t(paged.isLoading ? 'general.loading' : 'manage.more')}
        </button>
      )}
    </p>
  );
}
