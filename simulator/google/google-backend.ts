import type { SimulatorClock } from '../clock.js';
import type { GoogleFaults } from './google-faults.js';
import type { GoogleHours } from './google-hours.js';

/** What every service of the stand-in works on. */
export interface GoogleBackend {
  readonly seed: number;
  readonly historyFrom: number;
  readonly clock: SimulatorClock;
  readonly hours: GoogleHours;
  readonly faults: () => GoogleFaults;
  /** The milliseconds by which quotas fill. */
  readonly quotaMs: () => number;
}
