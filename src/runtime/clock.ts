/** The time, handed in wherever a decision depends on it, so that a test can say what time it is. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
