/** What the API answers, as the pages read it: the API's own description. */
export type { Me, Role } from '../../server/adapters/http/contract/accounts.js';
export type { BackupHealth } from '../../server/adapters/http/contract/backups.js';
export type { ZoneTotes } from '../../server/adapters/http/contract/empty-totes.js';
export type { Claim, EventEffect, RunEvent } from '../../server/adapters/http/contract/field.js';
export type { PickList, PickListLine } from '../../server/adapters/http/contract/floor.js';
export type { VehiclePosition } from '../../server/adapters/http/contract/geometry.js';
export type { Job } from '../../server/adapters/http/contract/jobs.js';
export type { Depot, MapInUse, Station, Vehicle, Zone } from '../../server/adapters/http/contract/network.js';
export type {
  Finding,
  ImportResult,
  OrderChain,
  OrderRow,
  PriorityRule,
} from '../../server/adapters/http/contract/orders.js';
export type { EditedPlan, PlanEdit } from '../../server/adapters/http/contract/plan-edits.js';
export type {
  Plan,
  PlanFeature,
  PlanGeoJson,
  PlanLock,
  Unassigned,
} from '../../server/adapters/http/contract/plans.js';
export type { ReplannedPlan } from '../../server/adapters/http/contract/replanned-plan.js';
export type { PlanChange, ReplanEvent } from '../../server/adapters/http/contract/replanning.js';
export type { Reach, RoadSpeeds } from '../../server/adapters/http/contract/roads.js';
export type {
  Delivery,
  Goods,
  PlannedBreak,
  Run,
  RunRow,
  Short,
  Stop,
} from '../../server/adapters/http/contract/runs.js';
export type { Page, TimeWindow } from '../../server/adapters/http/contract/shared.js';
export type { LegSources, PlanTravel } from '../../server/adapters/http/contract/traffic.js';
export type { GroupingFigures, Wave } from '../../server/adapters/http/contract/waves.js';
