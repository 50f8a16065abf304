import { beforeEach, describe, expect, it } from 'vitest';
import { addMessages, language } from '../../web/i18n/language.js';
import { areaMessages } from '../../web/i18n/messages/areas.js';
import { makeRows, rowsShown, sortRows } from '../../web/manage/network/table/table-rows.js';

const fields = ['stationId', 'name', 'area', 'status', 'opens'];
const overview = {
  fields,
  rows: [
    ['S10', '望江路店', 'south', 'open', 28_800],
    ['S2', '解放路店', 'centre', 'closed', null],
    ['S1', '江南中心', 'south', 'open', 25_200],
  ],
};

addMessages(areaMessages);
beforeEach(() => {
  language.value = 'zh';
});

const shown = (query: string, filters: Record<string, string> = {}) =>
  rowsShown(makeRows(overview), fields, { query, filters }).map(({ id }) => id);

describe('rows of a table', () => {
  it('are found by every word, in ids, names and areas, as they are stored and as they are told', () => {
    expect(shown('江')).toEqual(['S10', 'S1']);
    expect(shown('江 店')).toEqual(['S10']);
    expect(shown('中心')).toEqual(['S2', 'S1']);
    expect(shown('ＳＯＵＴＨ s1')).toEqual(['S10', 'S1']);
    expect(shown('nowhere')).toEqual([]);
    language.value = 'en';
    expect(shown('Centre')).toEqual(['S2']);
  });

  it('are narrowed by what is stored', () => {
    expect(shown('', { area: 'south' })).toEqual(['S10', 'S1']);
    expect(shown('江', { status: 'closed' })).toEqual([]);
  });

  it('stand in the order of numbers within ids, and what is not said stands last', () => {
    const sorted = (field: string, isDown: boolean) =>
      sortRows(makeRows(overview), fields, { field, isDown }).map(({ id }) => id);
    expect(sorted('stationId', false)).toEqual(['S1', 'S2', 'S10']);
    expect(sorted('stationId', true)).toEqual(['S10', 'S2', 'S1']);
    expect(sorted('opens', false)).toEqual(['S1', 'S10', 'S2']);
    // Of equal ones the ids say.
    expect(sorted('area', false)).toEqual(['S2', 'S1', 'S10']);
  });
});
