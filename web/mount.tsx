import './styles/base.css';
import { type ComponentChildren, render } from 'preact';
import { Notices } from './components/notices.js';
import { language, t } from './i18n/language.js';
import type { MessageKey } from './i18n/messages.js';

/** Draws a page and keeps the document's language and title in step with the chosen one. */
export function mount(titleKey: MessageKey, Page: () => ComponentChildren): void {
  language.subscribe((code) => {
    document.documentElement.lang = code === 'zh' ? 'zh-CN' : 'en';
    document.title = titleKey === 'app.name' ? `团达 Tuanda` : `${t(titleKey)} · ${t('app.name')}`;
  });
  render(
    <>
      <Page />
      <Notices />
    </>,
    document.getElementById('page')!,
  );
}
