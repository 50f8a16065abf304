import { chooseLanguage, type Language, language, t } from '../i18n/language.js';

/** The mark: a van with two wheels. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#10505c" />
      <path d="M7 22V10h10l8 8v4z" fill="none" stroke="#fff" stroke-width="2.4" stroke-linejoin="round" />
      <circle cx="12" cy="22.5" r="2.8" fill="#f2b84b" />
      <circle cx="20.5" cy="22.5" r="2.8" fill="#f2b84b" />
    </svg>
  );
}

export function LanguageSwitch() {
  const choice = (code: Language, label: string) => (
    <button type="button" lang={code} aria-pressed={language.value === code} onClick={() => chooseLanguage(code)}>
      {label}
    </button>
  );
  return (
    <fieldset class="language" aria-label={t('nav.language')}>
      {choice('zh', '中')}
      {choice('en', 'EN')}
    </fieldset>
  );
}
