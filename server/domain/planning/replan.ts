import type { TimeWindow } from '../local-time.js';
import type { LonLat } from '../network/place.js';
import type { Unassigned } from './plan.js';

/** What happened to a day that was planned. */
export type ReplanEvent =
  | {
      /** A vehicle is out from now on. */
      readonly kind: 'vehicle-out';
      readonly vehicleId: string;
      /** Where it stands; the depot, or where it was last seen, unless named. */
      readonly position?: LonLat;
      /** What becomes of goods on board: another vehicle fetches them there, or they stay. */
      readonly goods: 'transfer' | 'stay';
      /** Who fetches them; whoever does it best unless named. */
      readonly substituteVehicleId?: string;
    }
  | {
      /** A vehicle leaves, or goes on, so much later. */
      readonly kind: 'late-departure';
      readonly vehicleId: string;
      readonly minutes: number;
    }
  | {
      /** A station takes nothing any more today, or only within other hours. */
      readonly kind: 'station-closed';
      readonly stationId: string;
      readonly windows?: readonly TimeWindow[];
    }
  | {
      /** Orders of a later wave shall come along with this one. */
      readonly kind: 'urgent-orders';
      readonly orderIds: readonly string[];
    }
  | {
      /** What couriers reported and what is known of the roads by now, nothing else. */
      readonly kind: 'reports';
    };

/** Why something changed: the event itself, or what the event made cheaper elsewhere. */
export interface ChangeReason {
  readonly code:
    | 'vehicle-out'
    | 'late-departure'
    | 'station-closed'
    | 'station-hours'
    | 'urgent-order'
    | 'running-late'
    /** Where it was there is no room or time for it any more. */
    | 'room-made'
    | 'cost-saved'
    /** Planned anew together with what the event is about; nothing more is proved of it. */
    | 'planned-anew'
    /** It is on no run now, for `unassigned`. */
    | 'left-out';
  /** Minor units saved by it, against leaving it where it was, where that could be. */
  readonly savedMinor?: number;
  /** Of what is left out: the goods, and why no run has them. */
  readonly unassigned?: Pick<Unassigned, 'zoneId' | 'grams' | 'milliliters' | 'reason'>;
}

/** Where a station's goods are in a plan. */
export interface PlannedPlace {
  readonly vehicleId: string;
  readonly tripNo: number;
  /** Begin of service, seconds after midnight. */
  readonly begins: number;
}

/** One difference between a plan and the one before it. */
export interface PlanChange {
  readonly kind: 'moved' | 'fetched' | 'retimed' | 'left-out' | 'newly-served';
  readonly stationId: string;
  readonly consignmentIds: readonly string[];
  readonly from?: PlannedPlace;
  readonly to?: PlannedPlace;
  readonly why: ChangeReason;
}

/** How a plan came out of another one. */
export interface Replanned {
  readonly event: ReplanEvent;
  /** From when on, seconds after the wave's midnight. */
  readonly from: number;
  readonly changes: readonly PlanChange[];
}

/** Changes of time below this are not worth telling anybody. */
export const toldSeconds = 300;
