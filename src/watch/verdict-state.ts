import type { Action, Evidence } from './log-keeping.js';

/** Whether the last days' records can be read, and will be. `unknown` is said where something could not be read. */
export const VERDICT_STATES = ['kept', 'at risk', 'not kept', 'unknown'] as const;
export type VerdictState = (typeof VERDICT_STATES)[number];

/** `breaks`: the promise is broken; `risks`: a part of it; `blinds`: it cannot be told; `notes`: worth knowing. */
export const REASON_WEIGHTS = ['breaks', 'risks', 'blinds', 'notes'] as const;
export type ReasonWeight = (typeof REASON_WEIGHTS)[number];

/** Why a verdict is what it is: in words, with what was seen, and what to do. */
export interface Reason {
  readonly code: string;
  readonly weight: ReasonWeight;
  readonly words: string;
  readonly evidence: readonly Evidence[];
  readonly action: Action | null;
}

/** The state of several places together: broken anywhere is broken, and nothing at all is not known. */
export function worstOf(states: readonly VerdictState[]): VerdictState {
  const worstFirst = ['not kept', 'unknown', 'at risk', 'kept'] as const;
  return worstFirst.find((state) => states.includes(state)) ?? 'unknown';
}
