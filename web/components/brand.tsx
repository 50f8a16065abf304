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

/** To the page of the own account, where there is room for a picture only. */
export function AccountLink() {
  return (
    <a class="account-link" href="/account" title={t('nav.account')}>
      <span class="visually-hidden">{t('nav.account')}</span>
      <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.2">
        <circle cx="12" cy="8" r="4" />
        <path d="M4 20.5c1-4 4-6 8-6s7 2 8 6" stroke-linecap="round" />
      </svg>
    </a>
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
