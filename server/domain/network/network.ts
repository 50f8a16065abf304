import type { TimeWindow } from '../local-time.js';
import type { Profile } from '../travel/travel.js';
import type { DepotRules, StationRules, VehicleRules } from './dispatch-rules.js';
import type { LonLat } from './place.js';
import type { ServiceRate } from './service-time.js';

export const depotStatuses = ['open', 'closed'] as const;
export type DepotStatus = (typeof depotStatuses)[number];

/** A warehouse: where runs begin and end. */
export interface Depot {
  readonly depotId: string;
  readonly name: string;
  readonly position: LonLat;
  /** IANA name. */
  readonly timeZone: string;
  readonly open: TimeWindow;
  /** One that is closed takes no orders. */
  readonly status: DepotStatus;
  /** How many vehicles load at once. */
  readonly docks: number;
  readonly loading: ServiceRate;
  /** Second of the day before delivery at which a wave stops taking orders; 23:00 unless changed. */
  readonly cutoffSecond: number;
  readonly rules?: DepotRules;
}

export const stationKinds = ['station', 'locker', 'leader'] as const;
/** Community pickup station, parcel locker, or a group leader's home or shop. */
export type StationKind = (typeof stationKinds)[number];

/** Suspended for a while, or closed for good: neither takes orders. */
export const stationStatuses = ['open', 'suspended', 'closed'] as const;
export type StationStatus = (typeof stationStatuses)[number];

/** Where neighbours fetch their orders. */
export interface Station {
  readonly depotId: string;
  readonly stationId: string;
  readonly name: string;
  readonly kind: StationKind;
  readonly position: LonLat;
  readonly street: string;
  /** Ground that the station lies in, for filters and priorities; never called a zone. */
  readonly area: string;
  readonly tier: string;
  /** Alternatives: service may begin in any of them, both ends included. One or more, ordered. */
  readonly windows: readonly TimeWindow[];
  readonly service: ServiceRate;
  readonly hasFreezer: boolean;
  readonly maxVehicleHeightMillimeters: number | undefined;
  readonly status: StationStatus;
  readonly rules?: StationRules;
}

/** A part of a vehicle with its own volume and the temperature zones that may ride in it. */
export interface Compartment {
  readonly compartmentNo: number;
  readonly zoneIds: readonly string[];
  /** How much it holds; between movable partitions at the most. */
  readonly milliliters: number;
  /**
   * How long goods that must keep cold may ride in it, from the begin of loading until their visit is left. Where left
   * out, the zone's own minutes hold if the depot says so, and no limit otherwise.
   */
  readonly maxTimeOnBoardSeconds?: number;
  /** In a vehicle with movable partitions: one that they leave as it is, such as a freezer box. */
  readonly hasFixedWalls?: true;
}

/** In maintenance for a while, or retired for good: neither is planned with. */
export const vehicleStatuses = ['available', 'maintenance', 'retired'] as const;
export type VehicleStatus = (typeof vehicleStatuses)[number];

export interface Vehicle {
  readonly depotId: string;
  readonly vehicleId: string;
  readonly type: string;
  /** Shared by all compartments. */
  readonly payloadGrams: number;
  readonly compartments: readonly Compartment[];
  readonly maxStops: number | undefined;
  readonly shift: TimeWindow;
  readonly maxTrips: number;
  /** For the whole day; undefined means no limit. */
  readonly rangeMeters: number | undefined;
  readonly heightMillimeters: number | undefined;
  readonly profile: Profile;
  readonly price: VehiclePrice;
  readonly status: VehicleStatus;
  readonly rules?: VehicleRules;
}

/** What a vehicle costs, in millionths of the currency unit. */
export interface VehiclePrice {
  readonly fixedMicros: number;
  readonly perKmMicros: number;
  readonly perHourMicros: number;
}

export const courierStatuses = ['active', 'inactive'] as const;
export type CourierStatus = (typeof courierStatuses)[number];

export interface Courier {
  readonly depotId: string;
  readonly courierId: string;
  readonly name: string;
  readonly phone: string;
  readonly vehicleId: string | undefined;
  /** One that is inactive is given no runs. */
  readonly status: CourierStatus;
}

/** A product as it is sold: one sales unit. */
export interface Sku {
  readonly skuId: string;
  readonly name: string;
  readonly category: string;
  readonly zoneId: string;
  readonly unitGrams: number;
  readonly unitMilliliters: number;
  readonly fragile: boolean;
  readonly active: boolean;
  /** Place in the warehouse, e.g. "A-03-2"; orders the pick list where known. */
  readonly location: string;
}

/** How much slower than free flow the roads are, by local hour: 24 factors, 1 = free flow. */
export type SpeedProfile = readonly number[];
