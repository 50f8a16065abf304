import type { RunStatus } from '../../domain/delivery/run.js';
import type { GoodsOutcome, StopStatus } from '../../domain/delivery/stop.js';
import type { TimeWindow } from '../../domain/local-time.js';
import type { ZoneTotes } from '../../domain/network/empty-totes.js';
import type { StationKind } from '../../domain/network/network.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import type { GoodsTransfer, PartedRoom } from '../../domain/planning/plan.js';
import type { ConsignmentPart } from '../../domain/waves/consignment.js';

/** Whose runs may be seen. Ownership is part of every query; somebody else's run is as if it did not exist. */
export interface RunScope {
  readonly depotIds?: readonly string[];
  readonly courierId?: string;
}

/** A product of which fewer pieces were picked than ordered. */
export interface ShortProduct {
  readonly skuId: string;
  readonly name: string;
  readonly ordered: number;
  readonly picked: number;
}

/** A consignment, or a part of one, as it is handed over at a stop. Sizes and counts are the part's own. */
export interface StopGoods {
  readonly consignmentId: string;
  readonly part: ConsignmentPart | null;
  readonly zoneId: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly totes: number;
  readonly orders: number;
  readonly compartmentNo: number;
  readonly outcome: GoodsOutcome;
  readonly shorts: readonly ShortProduct[];
}

/** A stop with its station and what is handed over there. */
export interface RunStop {
  readonly stopId: string;
  readonly runId: string;
  readonly tripNo: number;
  readonly sequence: number;
  readonly stationId: string;
  readonly stationName: string;
  readonly stationKind: StationKind;
  readonly street: string;
  /** What the operator wants couriers to know, and whom to ask for there. */
  readonly courierNote: string | null;
  readonly contactName: string | null;
  readonly contactPhone: string | null;
  readonly hasPhoto: boolean;
  readonly lon: number;
  readonly lat: number;
  readonly windows: readonly TimeWindow[];
  readonly plannedArrivalAt: Date;
  readonly plannedBeginAt: Date;
  readonly plannedLeaveAt: Date;
  /** When the vehicle is expected; null before it left the depot and once it was there. */
  readonly etaAt: Date | null;
  readonly lateSeconds: number;
  readonly arrivedAt: Date | null;
  readonly leftAt: Date | null;
  readonly status: StopStatus;
  readonly signedBy: string | null;
  readonly signedAt: Date | null;
  readonly legMeters: number;
  readonly legSeconds: number;
  readonly version: number;
  /** Empty totes that shall go back to the depot, and those that the courier took; null before that was told. */
  readonly takesBack: readonly (ZoneTotes & { readonly compartmentNo: number })[];
  readonly takenBack: readonly ZoneTotes[] | null;
  readonly consignments: readonly StopGoods[];
}

/** What a courier is told of a run that changed. */
export interface RunNotice {
  readonly planId: string;
  readonly kind: 'changed' | 'cancelled';
  /** Stations that come to the run, that leave it, and whether the rest is in another order. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Stations that get less than before, because orders were changed; left out where there are none. */
  readonly fewer?: readonly string[];
  readonly isReordered: boolean;
  /** By how much it leaves later (earlier: negative), where that matters. */
  readonly laterSeconds: number;
  /** Goods to be fetched on the road. */
  readonly transfer?: GoodsTransfer;
}

/** A run with its stops. */
export interface RunWithStops {
  readonly depotId: string;
  readonly runId: string;
  readonly waveId: string;
  readonly deliveryDate: string;
  /** Of its cutoff; empty where it has none. */
  readonly waveName: string;
  readonly timeZone: string;
  readonly planId: string;
  readonly routeNo: number;
  readonly runCode: string;
  readonly vehicleId: string;
  readonly courierId: string | null;
  readonly courierName: string | null;
  readonly courierPhone: string | null;
  readonly status: RunStatus;
  readonly plannedDepartureAt: Date;
  readonly plannedReturnAt: Date;
  readonly distanceMeters: number;
  readonly departedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly version: number;
  /** With the names of its stations, when it was given and, as text, when it was acknowledged. */
  readonly notice:
    | (RunNotice & {
        readonly names: Readonly<Record<string, string>>;
        readonly at: string;
        readonly acknowledgedAt: string | null;
      })
    | null;
  readonly depotLon: number;
  readonly depotLat: number;
  readonly depotName: string;
  readonly compartments: readonly (PartedRoom & { readonly zoneIds: readonly string[] })[];
  readonly partitions: readonly (PartedRoom & { readonly tripNo: number })[];
  readonly breaks: readonly {
    readonly tripNo: number;
    readonly beforeStop: number;
    readonly plannedBeginAt: Date;
    readonly plannedEndAt: Date;
  }[];
  readonly stops: readonly RunStop[];
}

/** Of a run with its stops, what reports can change. */
export interface ReportedRun
  extends Pick<RunWithStops, 'depotId' | 'runId' | 'status' | 'departedAt' | 'finishedAt' | 'version' | 'notice'> {
  readonly stops: readonly ReportedStop[];
}

/** Of a stop, what reports can change. */
export interface ReportedStop
  extends Pick<
    RunStop,
    'stopId' | 'status' | 'etaAt' | 'lateSeconds' | 'arrivedAt' | 'leftAt' | 'takenBack' | 'version'
  > {
  readonly consignments: readonly Pick<StopGoods, 'consignmentId' | 'outcome'>[];
}

/** A stop as its station sees it, with the products of each consignment in the order of their names. */
export interface Delivery extends RunStop {
  readonly runStatus: RunStatus;
  readonly runCode: string;
  readonly vehicleId: string;
  readonly deliveryDate: string;
  readonly waveName: string;
  readonly timeZone: string;
  readonly courierName: string | null;
  readonly courierPhone: string | null;
  readonly consignments: readonly (StopGoods & {
    readonly products: readonly Omit<ShortProduct, 'picked'>[];
  })[];
}

/** Reads runs with their stops and what is handed over there, within a scope. */
export interface RunReader {
  /** Undefined when there is none in the scope. */
  find(runId: string, scope: RunScope): Promise<RunWithStops | undefined>;
  /** A stop with what is handed over there; undefined when there is none in the depot. */
  findStop(stopId: string, depotIds: OwnDepots): Promise<RunStop | undefined>;
  /** A courier's runs that are released and not over, and those that ended within the last day. */
  listOfCourier(courierId: string, depotIds: OwnDepots): Promise<RunWithStops[]>;
  /** All runs of a wave, for load lists. */
  listOfWave(waveId: string, depotIds: OwnDepots): Promise<RunWithStops[]>;
  /** What comes to a station: released runs' stops from two days ago on, the soonest first. */
  listDeliveries(stationId: string, depotIds: OwnDepots): Promise<Delivery[]>;
}
