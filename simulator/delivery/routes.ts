import type { Place } from '../world-places.js';

/**
 * Where records can be read: as the demo's configuration has it, through one route here and another there; or everywhere
 * through CloudWatch Logs, whatever else a place delivers to.
 */
export const ROUTES = ['cloudwatch', 'demo'] as const;
export type Routes = (typeof ROUTES)[number];

export function hasLogGroup(place: Place, routes: Routes): boolean {
  return routes === 'cloudwatch' || place.delivers !== 's3';
}

export function hasRecordsInS3(place: Place): boolean {
  return place.delivers !== 'cloudWatch';
}
