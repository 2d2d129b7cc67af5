import type { BilledDay } from '../api/generated/types.gen.js';
import type { Tone } from './tone.js';

/** A day without a bill is a thing to look at only where it should have one. */
export const TONE_OF_STANDING: Readonly<Record<BilledDay['standing'], Tone>> = {
  billed: 'ok',
  partlyBilled: 'unknown',
  notYetBilled: 'unknown',
  nothingBilled: 'warn',
  notRead: 'unknown',
};
