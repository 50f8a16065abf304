import '../../styles/console/timeline.css';
import { useEffect } from 'preact/hooks';
import { sentenceOf } from '../../api/api-error.js';
import { Loading } from '../../components/states.js';
import { t } from '../../i18n/language.js';
import { plans, views } from '../console-state.js';
import { canEdit } from '../edit/edit-state.js';
import { zoomed } from './time-scale.js';
import { panBy, TimelineGrid, zoomBy } from './timeline-grid.js';
import {
  chosenRange,
  followFailure,
  followTimeline,
  now,
  readFollowed,
  shownRange,
  timelineOf,
} from './timeline-state.js';
import { grouping, groupings, timelineHeight } from './timeline-view.js';

/** The day of the waves in view, a row a vehicle, driver or dock. */
export function TimelinePanel() {
  useEffect(() => followTimeline(), []);
  return (
    <section class="timeline" aria-label={t('timeline.title')} style={{ height: `${timelineHeight.value}px` }}>
      <div class="timeline__head">
        <fieldset class="timeline__by">
          <legend class="visually-hidden">{t('timeline.by')}</legend>
          {groupings.map((each) => (
            <button
              key={each}
              type="button"
              class="button button--small"
              aria-pressed={grouping.value === each}
              onClick={() => (grouping.value = each)}
            >
              {t(`timeline.by.${each}`)}
            </button>
          ))}
        </fieldset>
        {followFailure.value !== undefined && (
          <span class="late small">
            {t('timeline.notFollowed', { detail: sentenceOf(followFailure.value) })}{' '}
            <button type="button" class="button button--small" onClick={() => void readFollowed()}>
              {t('general.retry')}
            </button>
          </span>
        )}
        <span class="timeline__hint small soft">{t(canEdit.value ? 'timeline.hint.edit' : 'timeline.hint')}</span>
        <div class="timeline__zoom">
          <ZoomButton label={t('timeline.earlier')} sign="‹" onClick={() => panBy(-0.25)} />
          <ZoomButton label={t('timeline.later')} sign="›" onClick={() => panBy(0.25)} />
          <ZoomButton label={t('timeline.zoomOut')} sign="−" onClick={() => zoomBy(1 / 1.5)} />
          <ZoomButton label={t('timeline.zoomIn')} sign="+" onClick={() => zoomBy(1.5)} />
          <button type="button" class="button button--small" onClick={() => (chosenRange.value = undefined)}>
            {t('timeline.fit')}
          </button>
          <button type="button" class="button button--small" onClick={showNow}>
            {t('timeline.now')}
          </button>
        </div>
      </div>
      <Rows />
    </section>
  );
}

function ZoomButton({
  label,
  sign,
  onClick,
}: {
  readonly label: string;
  readonly sign: string;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" class="button button--small" title={label} aria-label={label} onClick={onClick}>
      {sign}
    </button>
  );
}

function Rows() {
  const isComing = plans.value.length === 0 && views.value.some(({ wave }) => wave.currentPlanId !== null);
  if (isComing) return <Loading />;
  if (timelineOf.value.length === 0) return <p class="timeline__none soft">{t('timeline.none')}</p>;
  return <TimelineGrid />;
}

/** Two hours around now, whatever day is shown. */
function showNow(): void {
  now.value = Date.now();
  const length = Math.min(2 * 3_600_000, (shownRange.value?.to ?? 0) - (shownRange.value?.from ?? 0) || 2 * 3_600_000);
  chosenRange.value = zoomed({ from: now.value - length / 2, to: now.value + length / 2 }, now.value, 1);
}
