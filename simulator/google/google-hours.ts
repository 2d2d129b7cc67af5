import { callsOfGoogleHour, type GoogleWorldOptions } from './world/google-world.js';
import type { GoogleCall } from './world/google-call.js';
import { googlePlaceKey, type GooglePlace } from './world/google-places.js';
import { LastMade } from './last-made.js';

export const HOUR_MS = 3_600_000;
const REMEMBERED_HOURS = 400;

/** The calls of all places, an hour at a time: every hour can be made again. */
export class GoogleHours {
  private readonly made = new LastMade<readonly GoogleCall[]>(REMEMBERED_HOURS);

  constructor(
    private readonly world: GoogleWorldOptions,
    readonly historyFrom: number,
  ) {}

  /** The calls that began in an hour (hours since 1970), none from before the history. */
  callsOf(place: GooglePlace, hour: number): readonly GoogleCall[] {
    return this.made.of(`${googlePlaceKey(place)}/${hour}`, () =>
      callsOfGoogleHour(this.world, place, hour).filter(({ startedAt }) => startedAt >= this.historyFrom),
    );
  }
}
