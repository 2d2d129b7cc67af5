import { Quotas } from '../aws/quota.js';
import { Random, seedWordsOf } from '../random.js';
import type { GoogleBackend } from './google-backend.js';
import { GoogleError } from './google-error.js';

/** What a request asks for, as permissions and quotas see it. */
export interface Asked {
  readonly permission: string;
  readonly projectId: string;
  /** Location or dataset, by which a denial may be narrowed. */
  readonly within?: readonly string[];
  /** Requests a minute that the project has for this; absent: as many as it wants. */
  readonly perMinute?: number;
}

const REQUEST_STREAM = 41;
const SECONDS_PER_MINUTE = 60;

/** Decides whether a request is let in: denied permissions, quotas, storms and broken servers, for all services alike. */
export class RequestGate {
  private readonly quotas: Quotas;
  private readonly requests = new Map<string, number>();

  constructor(private readonly backend: GoogleBackend) {
    // A project may use its minute at once, so the quota counts in minutes where that of AWS counts in seconds.
    this.quotas = new Quotas(() => backend.quotaMs() / SECONDS_PER_MINUTE);
  }

  /** The draws for a request that is let in; throws the error that any other one is answered with. */
  admit(asked: Asked): Random {
    const { backend } = this;
    const faults = backend.faults();
    const words = new Set([asked.permission, asked.projectId, ...(asked.within ?? [])]);
    if (faults.denied.some((denial) => denial.split(' ').every((word) => words.has(word)))) {
      throw new GoogleError(
        'PERMISSION_DENIED',
        `Permission '${asked.permission}' denied on resource 'projects/${asked.projectId}' (or it may not exist).`,
      );
    }
    const key = `${asked.projectId}/${asked.permission}`;
    const random = this.drawsOf(key);
    const throttled = random.chance(faults.throttleShare);
    const broken = random.chance(faults.serverErrorShare);
    const unavailable = random.chance(0.5);
    const now = backend.clock.now();
    const storm = faults.storms.some(({ from, to }) => now >= from && (to === null || now < to));
    const rate = (asked.perMinute ?? 0) * faults.quotaFactor;
    if (throttled || storm || !this.quotas.allows(key, rate)) {
      throw new GoogleError(
        'RESOURCE_EXHAUSTED',
        `Quota exceeded for quota metric and limit 'requests per minute' of '${asked.permission}' for consumer 'project_number:${asked.projectId}'.`,
      );
    }
    if (broken && unavailable) throw new GoogleError('UNAVAILABLE', 'The service is currently unavailable.');
    if (broken) throw new GoogleError('INTERNAL', 'Internal error encountered.');
    return random;
  }

  private drawsOf(key: string): Random {
    const number = this.requests.get(key) ?? 0;
    this.requests.set(key, number + 1);
    return new Random(seedWordsOf(`${this.backend.seed}/google/requests/${key}`), REQUEST_STREAM, number);
  }
}
