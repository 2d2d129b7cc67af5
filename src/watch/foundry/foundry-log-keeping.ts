import type { LogKeeping } from '../log-keeping.js';
import type { PlaceQuestion } from '../place-question.js';
export function foundryLogKeeping(place: PlaceQuestion): LogKeeping {
  throw new Error(place.region);
}
