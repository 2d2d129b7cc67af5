import type { ContentDialect } from '../usage/content.js';

/** The bodies of a call, each `null` where it is not there. */
export interface CallBodies {
  readonly dialect: ContentDialect;
  readonly request: CallBody | null;
  readonly response: CallBody | null;
}

export interface CallBody {
  readonly json: unknown;
  /** JSON text: exactly as logged, but for a stream's, which is put together. Throws a RangeError when it nests too deep. */
  readonly text: () => string;
}
