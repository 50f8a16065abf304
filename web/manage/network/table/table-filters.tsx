import { useEffect, useRef } from 'preact/hooks';
import { word } from '../../../components/form/wording.js';
import type { Kind } from '../../../components/network/change-api.js';
import { attributesOf } from '../../../components/network/described.js';
import { formatCount } from '../../../format.js';
import { t } from '../../../i18n/language.js';
import { depotOptions, overviewOf } from '../network-state.js';
import { cellText, filtersOf } from './columns.js';
import { valuesAmong } from './table-rows.js';
import { tableState } from './table-state.js';

/** The search and the drop-downs over a table. The slash leads to the search, the arrow down from it into the table. */
export function TableFilters({ kind, onDown }: { readonly kind: Kind; readonly onDown: () => void }) {
  const { view, rows, shown, active } = tableState(kind);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element && event.target.closest('input, textarea, select, dialog') !== null;
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const fields = overviewOf(kind)?.fields ?? [];
  const narrow = (field: string, value: string) => {
    const { [field]: _, ...others } = view.value.filters;
    view.value = { ...view.value, filters: value === '' ? others : { ...others, [field]: value } };
    active.value = 0;
  };
  return (
    <div class="things__filters">
      <input
        ref={input}
        type="search"
        placeholder={t('network.search')}
        aria-label={t('network.search')}
        value={view.value.query}
        onInput={(event) => {
          view.value = { ...view.value, query: event.currentTarget.value };
          active.value = 0;
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          onDown();
        }}
      />
      {filtersOf[kind].map((field) => {
        const values = valuesAmong(rows.value, fields, field);
        if (values.length < 2 && view.value.filters[field] === undefined) return null;
        const form = attributesOf(kind).find((each) => each.field === field);
        const label = form === undefined ? field : word(form.label);
        const nameOf = (value: string) => {
          if (field === 'depotId') return depotOptions().find((each) => each.value === value)?.label ?? value;
          return cellText(form, value);
        };
        return (
          <select
            key={field}
            aria-label={label}
            value={view.value.filters[field] ?? ''}
            onChange={(event) => narrow(field, event.currentTarget.value)}
          >
            <option value="">{t('network.filter.all', { label })}</option>
            {values.map(([value, count]) => (
              <option key={value} value={value}>
                {`${nameOf(value)} (${formatCount(count)})`}
              </option>
            ))}
          </select>
        );
      })}
      <span class="soft small nowrap" role="status">
        {shown.value.length === rows.value.length
          ? t('network.count', { count: formatCount(rows.value.length) })
          : t('network.countOf', { count: formatCount(shown.value.length), all: formatCount(rows.value.length) })}
      </span>
    </div>
  );
}
