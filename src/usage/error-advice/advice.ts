/** What kind of trouble an error code means, whichever cloud says it. */
export const TROUBLES = [
  'throttled',
  'notAllowed',
  'notFound',
  'badRequest',
  'modelTrouble',
  'cloudTrouble',
  'blocked',
  'other',
] as const;
export type Trouble = (typeof TROUBLES)[number];

export interface ErrorAdvice {
  readonly trouble: Trouble;
  /** HTTP status that the documentation gives for the code; null where it gives none. */
  readonly status: number | null;
  /** What happened, and what the documentation advises. */
  readonly words: string;
  readonly source: string | null;
}
