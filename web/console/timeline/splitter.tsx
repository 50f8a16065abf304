import { t } from '../../i18n/language.js';
import { timelineHeight, usualHeight } from './timeline-view.js';

const least = 120;

/** The map keeps some room. */
const most = () => Math.max(least, Math.round(window.innerHeight * 0.75));
const setHeight = (height: number) => {
  timelineHeight.value = Math.round(Math.min(most(), Math.max(least, height)));
};

/** Between map and timeline: dragged, or by arrows; a double click gives back the usual height. */
export function Splitter() {
  const onKey = (event: KeyboardEvent) => {
    const heights: Readonly<Record<string, number>> = {
      ArrowUp: timelineHeight.value + 20,
      ArrowDown: timelineHeight.value - 20,
      PageUp: timelineHeight.value + 100,
      PageDown: timelineHeight.value - 100,
      Home: most(),
      End: least,
    };
    const height = heights[event.key];
    if (height === undefined) return;
    event.preventDefault();
    setHeight(height);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      class="splitter"
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('timeline.height')}
      aria-valuemin={least}
      aria-valuemax={most()}
      aria-valuenow={timelineHeight.value}
      tabIndex={0}
      onKeyDown={onKey}
      onDblClick={() => setHeight(usualHeight)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const { top } = event.currentTarget.getBoundingClientRect();
        setHeight(timelineHeight.value + top - event.clientY);
      }}
    />
  );
}
