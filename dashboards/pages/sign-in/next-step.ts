import type { SignInOutcome } from '../../api/generated/types.gen.js';

/** Told how a sign-in goes on. */
export type NextStep = (outcome: SignInOutcome['next']) => void;
