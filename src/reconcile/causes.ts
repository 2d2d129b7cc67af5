/** Why a bill and what was computed differ, as far as both tell. */
export const DIFFERENCE_CAUSES = [
  'notYetBilled',
  'unlogged',
  'unpriced',
  'quantityDiffers',
  'credit',
  'discount',
  'tax',
  'otherCharge',
  'rounding',
  'wrongPrice',
  'unread',
  'unknown',
] as const;
export type DifferenceCause = (typeof DIFFERENCE_CAUSES)[number];

/** A part of a difference, with what it was concluded from. */
export interface CausedDifference {
  readonly cause: DifferenceCause;
  /** Billed less computed, in femto-dollars. */
  readonly femto: bigint;
  readonly evidence: string;
}
