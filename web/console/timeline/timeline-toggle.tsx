import { useEffect } from 'preact/hooks';
import { lazily } from '../../components/lazily.js';
import { t } from '../../i18n/language.js';
import { tab } from '../console-state.js';
import { Splitter } from './splitter.js';
import { isTimelineShown } from './timeline-view.js';

const TimelinePanel = lazily(async () => (await import('./timeline-panel.js')).TimelinePanel);

const toggle = () => {
  isTimelineShown.value = !isTimelineShown.value;
};

/** Under the map: the line that shows and hides the timeline, and the timeline. The key is the same for both. */
export function Timeline() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element && event.target.closest('input, textarea, select, dialog') !== null;
      // The desk of cases has its own meaning for the key.
      if (event.key !== 't' || isTyping || tab.value === 'cases') return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const isShown = isTimelineShown.value;
  return (
    <>
      {isShown && <Splitter />}
      <button type="button" class="timeline-toggle" aria-expanded={isShown} aria-keyshortcuts="t" onClick={toggle}>
        <span aria-hidden="true">{isShown ? '▾' : '▸'}</span> {t('timeline.title')}
        <span class="timeline-toggle__key" aria-hidden="true">
          T
        </span>
      </button>
      {isShown && <TimelinePanel />}
    </>
  );
}
