import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/language.js';

const pauseMilliseconds = 300;

/** Looks for what is typed once one pauses. */
export function SearchField({
  label,
  value,
  onSearch,
}: {
  readonly label?: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return;
    const timer = window.setTimeout(() => onSearch(text), pauseMilliseconds);
    return () => window.clearTimeout(timer);
  }, [text]);
  return (
    <label class="field filters__search">
      <span>{label ?? t('general.search')}</span>
      <input type="search" value={text} maxLength={200} onInput={(event) => setText(event.currentTarget.value)} />
    </label>
  );
}
