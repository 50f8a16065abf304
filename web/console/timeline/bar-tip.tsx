import { lifted } from '../edit/edit-state.js';
import { Verdict } from '../edit/verdict.js';
import { barLines } from './bar-words.js';
import { pointedBar, rowOf, timelineOf, tipAt } from './timeline-state.js';

const widest = 280;
const tallest = 130;

/** What is under the pointer, in words; while a stop is dragged, what the place under it would come to. */
export function BarTip() {
  const at = tipAt.value;
  if (at === undefined) return null;
  const place = {
    left: `${Math.max(8, Math.min(at.x + 14, window.innerWidth - widest - 8))}px`,
    ...(at.y + tallest > window.innerHeight
      ? { bottom: `${window.innerHeight - at.y + 14}px` }
      : { top: `${at.y + 16}px` }),
  };
  if (lifted.value !== undefined) {
    return (
      <div class="timeline__tip" role="status" style={place}>
        <Verdict />
      </div>
    );
  }
  const bar = pointedBar.value;
  const row =
    bar &&
    (timelineOf.value.find(({ planned, followed }) => planned.includes(bar) || followed.includes(bar)) ??
      timelineOf.value[rowOf(bar.run)]);
  if (bar === undefined || row === undefined) return null;
  const [head, ...lines] = barLines(bar, row);
  return (
    <div class="timeline__tip" role="tooltip" style={place}>
      <strong>{head}</strong>
      {lines.map((each) => (
        <div key={each} class={each.startsWith('!') ? 'late' : undefined}>
          {each}
        </div>
      ))}
    </div>
  );
}
