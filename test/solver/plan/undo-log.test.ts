import { describe, expect, it } from 'vitest';
import { driving, onGrid, pictureOf, tripsOf } from '../small-fleet.js';

/** Two vehicles of two visits each, and one visit that nobody makes. */
const filled = () =>
  driving(
    onGrid(
      [
        [0, 10],
        [0, 20],
        [0, -10],
        [0, -20],
        [5, 0],
      ],
      { vehicles: [{}, {}, { fixedCost: 7 }] },
    ),
    [
      [0, 1],
      [2, 3],
    ],
  );

describe('the undo log', () => {
  it('brings a visit back that left, to its place', () => {
    const { state, schedule, log } = filled();
    const before = pictureOf(state, schedule);
    log.touch(0);
    schedule.removing(0);
    state.remove(0);
    schedule.removed(0, -1, 1);
    expect(tripsOf(state)[0]).toEqual([1]);
    expect(state.missingMask(0)).toBe(1);
    expect(state.unservedPenalty).toBe(2000);
    log.takeBack();
    expect(pictureOf(state, schedule)).toEqual(before);
    expect([state.missingMask(0), state.unservedPenalty]).toEqual([0, 1000]);
  });

  it('takes a visit out again that came, and frees its vehicle', () => {
    const { state, schedule, log } = filled();
    const before = pictureOf(state, schedule);
    log.touch(2);
    state.insert(2, -1, 4);
    schedule.inserted(2, 4);
    // Five meters there and back and a fixed cost of 7, beside 40 + 40 m.
    expect([state.drivingCost, state.unservedPenalty, state.absentCount]).toEqual([97, 0, 0]);
    expect(state.unusedOf(1)).toBe(-1);
    log.takeBack();
    expect(pictureOf(state, schedule)).toEqual(before);
    expect([state.drivingCost, state.unservedPenalty, state.unusedOf(1)]).toEqual([80, 1000, 2]);
  });

  it('brings a visit back that another vehicle took over', () => {
    const { state, schedule, log } = filled();
    const before = pictureOf(state, schedule);
    for (const vehicle of [0, 1]) log.touch(vehicle);
    schedule.removing(1);
    state.remove(1);
    schedule.removed(0, 0, -1);
    state.insert(1, -1, 1);
    schedule.inserted(1, 1);
    expect(tripsOf(state)).toEqual([[0], [1, 2, 3], []]);
    // 20 m; and 20 + 30 + 10 + 20 m.
    expect(state.drivingCost).toBe(100);
    log.takeBack();
    expect(pictureOf(state, schedule)).toEqual(before);
  });

  it('goes back to the last begin, not to the one before', () => {
    const { state, schedule, log } = filled();
    const insert = (node: number) => {
      log.touch(2);
      state.insert(2, -1, node);
      schedule.inserted(2, node);
    };
    insert(4);
    log.begin();
    const between = pictureOf(state, schedule);
    log.touch(2);
    schedule.removing(4);
    state.remove(4);
    schedule.removed(2, -1, -1);
    expect(tripsOf(state)[2]).toEqual([]);
    log.takeBack();
    expect(pictureOf(state, schedule)).toEqual(between);
    expect(tripsOf(state)[2]).toEqual([4]);
  });

  it('writes a vehicle down as it was when it was touched first', () => {
    const { state, schedule, log } = filled();
    const before = pictureOf(state, schedule);
    for (const node of [0, 1]) {
      log.touch(0);
      const [left, right] = [state.prev[node], state.next[node]];
      schedule.removing(node);
      state.remove(node);
      schedule.removed(0, left, right);
    }
    expect(log.vehicleCount).toBe(1);
    expect(tripsOf(state)[0]).toEqual([]);
    expect(state.unusedOf(0)).toBe(0);
    log.takeBack();
    expect(pictureOf(state, schedule)).toEqual(before);
  });
});
