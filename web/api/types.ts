/** What the API answers, as the pages read it. */

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

export type Role = 'admin' | 'dispatcher' | 'picker' | 'courier' | 'station' | 'integration';

export interface Me {
  readonly name: string;
  readonly role: Role;
  readonly depotId?: string;
  readonly courierId?: string;
  readonly stationId?: string;
}

export interface TimeWindow {
  readonly opens: number;
  readonly closes: number;
}

export interface Wave {
  readonly depotId: string;
  readonly waveId: string;
  readonly deliveryDate: string;
  readonly sequence: number;
  readonly status: string;
  readonly cutoffAt: string;
  readonly timeZone: string;
  readonly currentPlanId: string | null;
  readonly orders: number;
}

export interface Depot {
  readonly depotId: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly timeZone: string;
}

export interface Zone {
  readonly zoneId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly sort: number;
  readonly minCelsius: number;
  readonly maxCelsius: number;
  readonly minutesOutOfCold: number | null;
  readonly toteNameZh: string;
  readonly toteNameEn: string;
}

export interface Station {
  readonly stationId: string;
  readonly name: string;
  readonly kind: string;
  readonly lon: number;
  readonly lat: number;
  readonly street: string;
  readonly area: string;
  readonly windows: readonly TimeWindow[];
  readonly status: string;
}

export interface Goods {
  readonly consignmentId: string;
  readonly zoneId: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly totes: number;
  readonly orders: number;
  readonly compartmentNo: number;
  readonly outcome: string;
  readonly shorts: readonly Short[];
}

export interface Short {
  readonly skuId: string;
  readonly name: string;
  readonly ordered: number;
  readonly picked: number;
}

export interface Stop {
  readonly stopId: string;
  readonly runId: string;
  readonly tripNo: number;
  readonly sequence: number;
  readonly stationId: string;
  readonly stationName: string;
  readonly stationKind: string;
  readonly street: string;
  readonly lon: number;
  readonly lat: number;
  readonly windows: readonly TimeWindow[];
  readonly plannedArrivalAt: string;
  readonly plannedBeginAt: string;
  readonly plannedLeaveAt: string;
  readonly etaAt: string | null;
  readonly arrivedAt: string | null;
  readonly leftAt: string | null;
  readonly status: string;
  readonly signedBy: string | null;
  readonly signedAt: string | null;
  readonly legMeters: number;
  readonly consignments: readonly Goods[];
}

export interface Delivery extends Stop {
  readonly vehicleId: string;
  readonly runStatus: string;
  readonly courierName: string | null;
  readonly courierPhone: string | null;
}

interface RunBase {
  readonly runId: string;
  readonly waveId: string;
  readonly planId: string;
  readonly routeNo: number;
  readonly vehicleId: string;
  readonly courierId: string | null;
  readonly courierName: string | null;
  readonly status: string;
  readonly plannedDepartureAt: string;
  readonly plannedReturnAt: string;
  readonly distanceMeters: number;
  readonly departedAt: string | null;
  readonly finishedAt: string | null;
}

/** A row of the list of runs. */
export interface RunRow extends RunBase {
  readonly stops: number;
  readonly stopsDone: number;
  readonly grams: number;
}

/** A run with its stops. */
export interface Run extends RunBase {
  readonly deliveryDate: string;
  readonly timeZone: string;
  readonly depotName: string;
  readonly depotLon: number;
  readonly depotLat: number;
  readonly compartments: readonly { readonly compartmentNo: number; readonly zoneIds: readonly string[] }[];
  readonly stops: readonly Stop[];
}

export interface Unassigned {
  readonly consignmentId: string;
  readonly stationId: string;
  readonly zoneId: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly reason: { readonly code: string; readonly text: string };
}

export interface Plan {
  readonly planId: string;
  readonly version: number;
  readonly unassigned: readonly Unassigned[];
  readonly madeBy: { readonly estimated: boolean; readonly engine: string; readonly searchSeconds: number };
  readonly figures: {
    readonly runs: number;
    readonly stops: number;
    readonly consignments: number;
    readonly unassigned: number;
    readonly costMinor: number;
    readonly distanceMeters: number;
    readonly travelSeconds: number;
    readonly lateStops: number;
  };
}

export type PlanFeature =
  | {
      readonly geometry: { readonly type: 'LineString'; readonly coordinates: readonly [number, number][] };
      readonly properties: {
        readonly kind: 'trip';
        readonly routeNo: number;
        readonly tripNo: number;
        readonly estimated: boolean;
      };
    }
  | {
      readonly geometry: { readonly type: 'Point'; readonly coordinates: readonly [number, number] };
      readonly properties:
        | { readonly kind: 'depot'; readonly name: string }
        | {
            readonly kind: 'stop';
            readonly routeNo: number;
            readonly sequence: number;
            readonly stationId: string;
            readonly zones: readonly string[];
          }
        | { readonly kind: 'unassigned'; readonly stationId: string; readonly zones: readonly string[] };
    };

export interface PlanGeoJson {
  readonly features: readonly PlanFeature[];
}

export interface MapInUse {
  readonly mapId: string;
  readonly name: string;
  readonly estimated: boolean;
  readonly tileUrl?: string;
}

export interface Job {
  readonly jobId: string;
  readonly kind: string;
  readonly status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly progress: PlanProgress | null;
  readonly result: { readonly planId: string; readonly figures: Plan['figures'] } | null;
  readonly error?: { readonly code: string; readonly detail: string } | null;
}

export type PlanProgress =
  | { readonly phase: 'travel'; readonly done: number; readonly total: number }
  | { readonly phase: 'search'; readonly iterations: number; readonly share: number; readonly vehicles: number };

export interface Finding {
  readonly level: 'refused' | 'warned';
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly code: string;
  readonly reason: string;
}

export interface ImportResult {
  readonly importId: string;
  readonly files: readonly {
    readonly file: string;
    readonly kind: string;
    readonly rows: number;
    readonly taken: number;
    readonly unchanged: number;
    readonly warned: number;
    readonly refused: number;
  }[];
  readonly findings: readonly Finding[];
  readonly findingCount: number;
}

export interface GroupingFigures {
  readonly consignments: number;
  readonly totes: number;
  readonly pickLists: number;
}

export interface OrderRow {
  readonly orderId: string;
  readonly customerId: string;
  readonly customerTier: string;
  readonly stationId: string;
  readonly placedAt: string;
  readonly orderClass: string;
  readonly priority: number;
  readonly grams: number;
  readonly lineCount: number;
}

export interface OrderChain extends OrderRow {
  readonly deliveryDate: string;
  readonly area: string;
  readonly note: string;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly skuId: string;
    readonly name: string;
    readonly zoneId: string;
    readonly quantity: number;
    readonly pickedQuantity: number | null;
    readonly consignmentId: string | null;
    readonly status: string;
  }[];
  readonly consignments: readonly {
    readonly consignmentId: string;
    readonly zoneId: string;
    readonly totes: readonly string[];
    readonly compartmentNo: number | null;
    readonly sequence: number | null;
    readonly plannedArrivalAt: string | null;
    readonly etaAt: string | null;
    readonly arrivedAt: string | null;
    readonly stopStatus: string | null;
    readonly signedBy: string | null;
    readonly runId: string | null;
    readonly vehicleId: string | null;
  }[];
  readonly events: readonly {
    readonly kind: string;
    readonly actor: string;
    readonly deviceAt: string | null;
    readonly receivedAt: string;
  }[];
}

export interface PickListLine {
  readonly lineNo: number;
  readonly skuId: string;
  readonly name: string;
  readonly location: string;
  readonly quantity: number;
  readonly pickedQuantity?: number | null;
  readonly shortReason?: string | null;
  readonly stations: readonly { readonly stationId: string; readonly quantity: number }[];
}

export interface PickList {
  readonly pickListId: string;
  readonly waveId: string;
  readonly zoneId: string;
  readonly status: 'open' | 'done';
  readonly lines: readonly PickListLine[];
}

export interface RunEvent {
  readonly deviceEventId: string;
  readonly kind: 'departed' | 'arrived' | 'delivered' | 'refused' | 'failed' | 'returned' | 'temperature' | 'note';
  readonly deviceAt: string;
  readonly stopId?: string;
  readonly consignments?: readonly {
    readonly consignmentId: string;
    readonly outcome?: string;
    readonly totesHandedOver?: number;
  }[];
  readonly celsius?: number;
  readonly note?: string;
}

export interface EventEffect {
  readonly deviceEventId: string;
  readonly effect: 'taken' | 'repeated' | 'refused';
  readonly reason?: string;
}
