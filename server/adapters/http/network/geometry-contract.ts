import { z } from 'zod';
import { amount, askedDatum, instant, lat, lon, name, type Sent } from '../shared-contract.js';

/** An area drawn on the map: its corners in degrees, longitude first. */
export const area = z.strictObject({
  corners: z
    .array(z.tuple([lon, lat]))
    .min(3)
    .max(1000),
});

export const stationsInArea = name(
  'StationsInArea',
  z.object({ data: z.array(z.object({ depotId: z.string(), stationId: z.string(), name: z.string(), lon, lat })) }),
);

export const vehiclePosition = name(
  'VehiclePosition',
  z.object({
    runId: z.string(),
    vehicleId: z.string(),
    lon,
    lat,
    toStationId: z.string().nullable(),
    isThere: z.boolean().describe('It stands at that station; otherwise it drives there.'),
    remainingMeters: amount,
    etaAt: instant.nullable(),
  }),
);
export type VehiclePosition = Sent<typeof vehiclePosition>;

export const vehiclePositions = z.object({ data: z.array(vehiclePosition), datum: askedDatum });
