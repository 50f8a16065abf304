export const caseKinds = [
  'not-departed',
  'late',
  'run-overdue',
  'vehicle-silent',
  'failed',
  'refused',
  'partial',
  'left-behind',
  'temperature',
  'short-pick',
  'claim',
  'unassigned',
  'order-changed',
  'report-against-plan',
] as const;
/**
 * What goes wrong on a day. By the clock: a run should have left, a stop is later than the limit, a run should be home, and
 * nothing is heard of a vehicle on the road. By what is reported: goods were not delivered, refused, or only some of them
 * handed over; a run is over and nothing was said of a stop; goods were warmer or colder than their zone; less was picked; a
 * station claims; a plan is released that leaves goods out; and a vehicle left or handed over goods that the plan has on
 * another one by now. By people: an order is changed or cancelled after its wave was closed.
 */
export type CaseKind = (typeof caseKinds)[number];

export const severities = ['urgent', 'high', 'normal'] as const;
export type Severity = (typeof severities)[number];

export const caseOutcomes = ['redeliver', 'return', 'substitute', 'refund', 'no-action'] as const;
/**
 * How a person ends a case: the goods come again with another wave; they are expected back at the depot; another product is
 * given; money is paid back; or nothing is done, for a reason.
 */
export type CaseOutcome = (typeof caseOutcomes)[number];

/** What an operator sets for a kind of cases. */
export interface CaseKindSettings {
  /** Whether such cases are made at all. */
  readonly isOn: boolean;
  readonly severity: Severity;
  /** Within how many minutes a case is to be closed; then it is escalated. */
  readonly limitMinutes: number;
  /** Of kinds that go by the clock: how much later than planned, or how long silent, makes a case. */
  readonly afterMinutes: number | undefined;
  /** What to do, step by step. */
  readonly steps: { readonly zh: readonly string[]; readonly en: readonly string[] };
}

const goodsOutcomes: readonly CaseOutcome[] = ['redeliver', 'return', 'substitute', 'refund', 'no-action'];
const runOutcomes: readonly CaseOutcome[] = ['refund', 'no-action'];

/** How a case of each kind may end. What concerns a vehicle and no goods brings none of them again. */
export const outcomesOf: Readonly<Record<CaseKind, readonly CaseOutcome[]>> = {
  'not-departed': runOutcomes,
  late: runOutcomes,
  'run-overdue': runOutcomes,
  'vehicle-silent': runOutcomes,
  failed: goodsOutcomes,
  refused: goodsOutcomes,
  partial: goodsOutcomes,
  'left-behind': goodsOutcomes,
  temperature: goodsOutcomes,
  'short-pick': ['redeliver', 'substitute', 'refund', 'no-action'],
  claim: goodsOutcomes,
  unassigned: ['redeliver', 'refund', 'no-action'],
  'order-changed': runOutcomes,
  // The plan brings its goods already.
  'report-against-plan': ['return', 'refund', 'no-action'],
};

/** Kinds that say that something is wrong with goods, but not which: whose they are is said when they are brought again. */
export const needsOrders: ReadonlySet<CaseKind> = new Set(['partial', 'temperature', 'claim']);

/** A new installation's table; rows to edit afterwards. */
export const standardCaseKinds: Readonly<Record<CaseKind, CaseKindSettings>> = {
  'not-departed': {
    isOn: true,
    severity: 'urgent',
    limitMinutes: 15,
    afterMinutes: 15,
    steps: {
      zh: ['打电话问配送员和月台：缺货、缺车还是没人。', '走不了就重排，换车或改派。', '告诉会晚到的自提点。'],
      en: [
        'Call the courier and the dock: goods, vehicle or person missing.',
        'If it cannot leave, re-plan with another vehicle.',
        'Tell the stations that will wait.',
      ],
    },
  },
  late: {
    isOn: true,
    severity: 'high',
    limitMinutes: 30,
    afterMinutes: 15,
    steps: {
      zh: ['打电话告诉自提点新的到达时间。', '冷链货看车上时限，必要时重排。'],
      en: ['Call the station with the new time.', 'Look at the time on board of cold goods; re-plan if it is short.'],
    },
  },
  'run-overdue': {
    isOn: true,
    severity: 'normal',
    limitMinutes: 60,
    afterMinutes: 30,
    steps: {
      zh: ['打电话问配送员在哪里。', '已经回仓的，请他补报。'],
      en: ['Call the courier.', 'If the vehicle is home, have that reported.'],
    },
  },
  'vehicle-silent': {
    isOn: true,
    severity: 'high',
    limitMinutes: 20,
    afterMinutes: 60,
    steps: {
      zh: ['打电话给配送员；打不通就打给下一个自提点。', '车坏了按突发重排。'],
      en: ['Call the courier, then the next station.', 'If the vehicle broke down, report the incident and re-plan.'],
    },
  },
  failed: {
    isOn: true,
    severity: 'high',
    limitMinutes: 60,
    afterMinutes: undefined,
    steps: {
      zh: ['打电话给自提点，问什么时候能收。', '选一个波次重送，或让货回仓。'],
      en: [
        'Call the station: when can it receive?',
        'Choose a wave that brings the goods again, or have them returned.',
      ],
    },
  },
  refused: {
    isOn: true,
    severity: 'high',
    limitMinutes: 60,
    afterMinutes: undefined,
    steps: {
      zh: ['问清为什么拒收，请配送员拍照。', '决定重送、换货、退款还是回仓。'],
      en: ['Ask why, and for a photo.', 'Decide: bring again, substitute, refund or return.'],
    },
  },
  partial: {
    isOn: true,
    severity: 'normal',
    limitMinutes: 120,
    afterMinutes: undefined,
    steps: {
      zh: ['问清哪些订单没有交。', '重送这些订单，或退款。'],
      en: ['Ask which orders were not handed over.', 'Bring those again, or refund.'],
    },
  },
  'left-behind': {
    isOn: true,
    severity: 'high',
    limitMinutes: 60,
    afterMinutes: undefined,
    steps: {
      zh: ['问配送员：交了没报，还是没有送。', '没有送的，查货在车上还是在仓里，再安排重送。'],
      en: [
        'Ask the courier: handed over without a report, or not brought?',
        'If not brought, find the goods on the vehicle or in the depot, then bring them again.',
      ],
    },
  },
  temperature: {
    isOn: true,
    severity: 'urgent',
    limitMinutes: 15,
    afterMinutes: undefined,
    steps: {
      zh: ['请配送员再测一次，检查车厢和冰板。', '超时限的货不要交；决定换货、退款或回仓。'],
      en: [
        'Have it measured again; look at compartment and plates.',
        'Goods beyond their time are not handed over: substitute, refund or return.',
      ],
    },
  },
  'short-pick': {
    isOn: true,
    severity: 'high',
    limitMinutes: 45,
    afterMinutes: undefined,
    steps: {
      zh: ['再找一次货位和备用库存。', '没有就换货、退款，或用下一波次补送。'],
      en: [
        'Look at the location and the reserve once more.',
        'Otherwise substitute, refund, or bring it with a later wave.',
      ],
    },
  },
  claim: {
    isOn: true,
    severity: 'normal',
    limitMinutes: 240,
    afterMinutes: undefined,
    steps: {
      zh: ['核对装车单和签收。', '少了就补送，坏了就换货或退款。'],
      en: ['Check load list and signature.', 'Bring what is short; substitute or refund what is damaged.'],
    },
  },
  unassigned: {
    isOn: true,
    severity: 'high',
    limitMinutes: 30,
    afterMinutes: undefined,
    steps: {
      zh: ['看未安排的原因和最小改动。', '能改就改方案；不能就用下一波次送，或退款。'],
      en: [
        'Look at the reason and at the smallest change that would help.',
        'Change the plan; otherwise bring it with a later wave, or refund.',
      ],
    },
  },
  'order-changed': {
    isOn: true,
    severity: 'normal',
    limitMinutes: 120,
    afterMinutes: undefined,
    steps: {
      zh: ['告诉拣货员：已拣的放回货位，周转箱里的取出来。', '车已装好的，请月台找出来卸下。', '付过款的，办退款。'],
      en: [
        'Tell the pickers: what is picked goes back to its location, and out of the totes.',
        'If the vehicle is loaded, have the dock take the goods off.',
        'Refund what was paid.',
      ],
    },
  },
  'report-against-plan': {
    isOn: true,
    severity: 'urgent',
    limitMinutes: 15,
    afterMinutes: undefined,
    steps: {
      zh: [
        '马上打电话给配送员：车在哪里，车上有什么货，交了哪些。',
        '已经出车的，在方案里把货改回这辆车；货已交的，告诉接手的车不要再送。',
        '多送的货让配送员带回仓。',
      ],
      en: [
        'Call the courier at once: where is the vehicle, what is on board, what was handed over?',
        'If it has left, give it its goods back in the plan; what was handed over the other vehicle need not bring.',
        'Have goods that are too many brought back to the depot.',
      ],
    },
  },
};

/** Kinds that go by the clock and by the plan, and so end by themselves when it is no longer so. */
export const watchedKinds = ['not-departed', 'late', 'run-overdue', 'vehicle-silent'] as const satisfies CaseKind[];

/**
 * Kinds that tell of goods by reports and plans, which are corrected: what was set going because of one may turn out to be for
 * nothing. What is paid because a vehicle was late stays right, and a claim is settled by people.
 */
export const correctedKinds: ReadonlySet<CaseKind> = new Set([
  'failed',
  'refused',
  'partial',
  'left-behind',
  'short-pick',
  'unassigned',
]);
