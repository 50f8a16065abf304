/** What the API answers, as the pages read it: the API's own description. */

export type {
  AddedApiKey,
  ApiKey,
  AuditRow,
  AuditVerdict,
  NewApiKey,
  Permission,
  Role,
  User,
} from '../../server/adapters/http/accounts/accounts-contract.js';
export type { Me } from '../../server/adapters/http/accounts/own-account-contract.js';
export type {
  Invitations,
  InvitedOne,
  Invitee,
  ReadList,
  RenewedLinks,
  UserChange,
  UserOutcome,
} from '../../server/adapters/http/accounts/people-contract.js';
export type { BackupHealth } from '../../server/adapters/http/backups/backups-contract.js';
export type { Demo, Setup, SetupStep } from '../../server/adapters/http/beginning/beginning-contract.js';
export type { Case, CaseClosing, CaseKind, CaseRow } from '../../server/adapters/http/cases/cases-contract.js';
export type {
  FollowedStop,
  ProgressFigures,
  ProgressList,
  RunProgress,
  Tally,
  WaveProgress,
} from '../../server/adapters/http/delivery/progress-contract.js';
export type {
  EventEffect,
  ReportedRun,
  RunEvent,
} from '../../server/adapters/http/delivery/reports-contract.js';
export type {
  Delivery,
  Goods,
  PlannedBreak,
  Run,
  RunRow,
  Short,
  Stop,
} from '../../server/adapters/http/delivery/runs-contract.js';
export type { LabelOrder } from '../../server/adapters/http/exchange/labels-contract.js';
export type { SeenTable } from '../../server/adapters/http/exchange/table-files-contract.js';
export type {
  NewWebhook,
  Webhook,
  WebhookChange,
  WebhookDelivery,
  WebhookTest,
} from '../../server/adapters/http/exchange/webhooks-contract.js';
export type { Job } from '../../server/adapters/http/jobs-contract.js';
export type {
  AttributeForm,
  AttributeForms,
  PartForm,
  ValueForm,
} from '../../server/adapters/http/network/attributes-contract.js';
export type { FoundRoad, Impact, ManyAnswers, Overview } from '../../server/adapters/http/network/changes-contract.js';
export type { VehiclePosition } from '../../server/adapters/http/network/geometry-contract.js';
export type {
  Courier,
  Cutoff,
  Depot,
  MapInUse,
  Station,
  Vehicle,
  Zone,
} from '../../server/adapters/http/network/network-contract.js';
export type { ChangedOrders } from '../../server/adapters/http/orders/order-changes-contract.js';
export type {
  Finding,
  ImportResult,
  OrderChain,
  OrderRow,
  PriorityRule,
} from '../../server/adapters/http/orders/orders-contract.js';
export type {
  PlanEdit,
  RuleOverride,
  WantedOverride,
} from '../../server/adapters/http/planning/hand-edits-contract.js';
export type { EditedPlan, Violation } from '../../server/adapters/http/planning/plan-edits-contract.js';
export type {
  Plan,
  PlanFeature,
  PlanGeoJson,
  PlanLock,
  PlanRow,
  RouteKpis,
  Unassigned,
} from '../../server/adapters/http/planning/plans-contract.js';
export type { ReplannedPlan } from '../../server/adapters/http/planning/replanned-plan-contract.js';
export type { PlanChange, ReplanEvent } from '../../server/adapters/http/planning/replanning-contract.js';
export type { Datum, Page, TimeWindow } from '../../server/adapters/http/shared-contract.js';
export type {
  RestrictionRequest,
  VehicleRestriction,
  VehicleRestrictions,
} from '../../server/adapters/http/traffic/restrictions-contract.js';
export type { LegSources, PlanTravel } from '../../server/adapters/http/traffic/traffic-contract.js';
export type { Maps } from '../../server/adapters/http/travel/maps-contract.js';
export type { Reach, RoadSpeeds } from '../../server/adapters/http/travel/roads-contract.js';
export type { PickList, PickListLine } from '../../server/adapters/http/warehouse/picking-contract.js';
export type { ZoneTotes } from '../../server/adapters/http/waves/empty-totes-contract.js';
export type { PackedLine, PackedTote } from '../../server/adapters/http/waves/totes-contract.js';
export type { Consignment, GroupingFigures, Wave } from '../../server/adapters/http/waves/waves-contract.js';
