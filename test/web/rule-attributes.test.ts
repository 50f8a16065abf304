import { beforeEach, describe, expect, it } from 'vitest';
import { describeGroups, describeThings } from '../../server/domain/network/attributes/describe-things.js';
import type { AttributeForms, Vehicle } from '../../web/api/types.js';
import { withLabels } from '../../web/components/form/wording.js';
import { attributeForms, attributesOf } from '../../web/components/network/described.js';
import { zones } from '../../web/components/zone-badge.js';
import { ruleAttributes, ruleSummary } from '../../web/console/rules/rule-attributes.js';
import { language } from '../../web/i18n/language.js';

const zone = {
  ...{ sort: 1, minCelsius: 0, maxCelsius: 1, minutesOutOfRefrigeration: null },
  ...{ toteNameZh: '箱', toteNameEn: 'tote', toteMilliliters: 60_000, toteGrams: 20_000 },
};

beforeEach(() => {
  attributeForms.value = { groups: describeGroups(), data: describeThings() } as AttributeForms;
  language.value = 'zh';
  zones.value = [
    { ...zone, zoneId: 'frozen', nameZh: '冷冻', nameEn: 'Frozen' },
    { ...zone, zoneId: 'ambient', nameZh: '常温', nameEn: 'Ambient' },
  ];
});

describe('the rules that the console changes', () => {
  const fieldsOf = (kind: 'depots' | 'stations' | 'vehicles') => ruleAttributes(kind).map(({ field }) => field);

  it.each(['depots', 'stations', 'vehicles'] as const)('are all of %s that plans go by', (kind) => {
    const rules = attributesOf(kind).filter(({ field, isBesidePlans }) => field.startsWith('rules.') && !isBesidePlans);
    expect(rules.length).toBeGreaterThan(7);
    expect(fieldsOf(kind)).toEqual(expect.arrayContaining(rules.map(({ field }) => field)));
  });

  it('stand beside what they depend on, and nothing that no plan goes by is among them', () => {
    expect(fieldsOf('stations')).toEqual(expect.arrayContaining(['windows', 'serviceFixedMilliminutes']));
    expect(fieldsOf('vehicles')).toEqual(
      expect.arrayContaining(['shiftBeginsSecond', 'shiftEndsSecond', 'compartments', 'heightMillimeters']),
    );
    expect(fieldsOf('stations')).not.toContain('rules.contactPhone');
    expect(fieldsOf('stations')).not.toContain('rules.capacityByZone');
    for (const kind of ['depots', 'stations', 'vehicles'] as const) expect(fieldsOf(kind)).not.toContain('name');
  });
});

describe('the rules of a thing in a line', () => {
  const vehicle = {
    compartments: [
      { compartmentNo: 1, zoneIds: ['frozen'], milliliters: 1, maxTimeOnBoardSeconds: 18_000, hasFixedWalls: true },
      { compartmentNo: 2, zoneIds: ['ambient'], milliliters: 1 },
    ],
    rules: {
      skills: ['尾板', '门禁卡'],
      maxDrivingSeconds: 28_800,
      breaks: [{ seconds: 1800, begins: { opens: 39_600, closes: 46_800 } }],
      body: { milliliters: 8_000_000, stepMilliliters: 250_000 },
    },
  } as unknown as Vehicle;

  it('say each by its label, a unit once', () => {
    expect(ruleSummary('vehicles', vehicle).split(' · ')).toEqual([
      '车厢 1 车上时限（分钟）：300',
      '车厢 1 不随隔板变动',
      '条件：尾板、门禁卡',
      '每天最多驾驶（分钟）：480',
      '休息：30 分钟（11:00–13:00 之间开始）',
      '活动隔板：货箱（升） 8000 / 每档（升） 250',
    ]);
    language.value = 'en';
    expect(ruleSummary('vehicles', vehicle)).toContain('Breaks: 30 min (begun 11:00–13:00)');
  });

  it('say values by zone and by tier, pairs of zones and prices with their unit', () => {
    const rules = {
      limitsTimeOutOfRefrigeration: true,
      releaseSeconds: { frozen: 19_800 },
      incompatibleOnTrip: [['frozen', 'ambient']],
      emptyTotes: { ambient: { milliliters: 12_000, grams: 1800 } },
      changeMicros: 12_500_000,
      omissionMicrosByTier: { A: 80_000_000 },
    };
    expect(ruleSummary('depots', { rules }).split(' · ')).toEqual([
      '脱冷时限',
      '最早备好：冷冻 05:30',
      '不同车的温区：冷冻 + 常温',
      '带回空箱：常温 升 12 / 公斤 1.8',
      '各自提点等级的不送价格：A 80 元',
      '换车价格：12.5 元',
    ]);
  });

  it('are empty where none is set, whatever is said for people', () => {
    expect(ruleSummary('stations', { rules: { contactPhone: '138', courierNote: 'x' } })).toBe('');
    expect(ruleSummary('depots', { rules: { limitsTimeOutOfRefrigeration: false } })).toBe('');
  });
});

it('names fields in sentences of the API by their labels, and no words that are spelled like fields', () => {
  const named = (sentence: string) => withLabels(sentence, attributesOf('stations'));
  expect(named('“rules.softToSecond”和“rules.lateMicrosPerHour”是一起的。')).toBe(
    '“最好不晚于”和“每晚一小时”是一起的。',
  );
  language.value = 'en';
  expect(named('The name of an area is later than rules.softFromSecond.')).toBe(
    'The name of an area is later than Best begun from.',
  );
  expect(withLabels('fill in rules.body.milliliters', attributesOf('vehicles'))).toMatch(/^fill in Body/);
});
