/** Where a call may run, which its price hangs on: anywhere, in a geography, or in the region that was called. */
export type ModelScope = 'global' | 'geo' | 'region';
