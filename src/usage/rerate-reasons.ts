/** Why pricing a call again gives something else, as a closed list: the first that fits, in this order. */
export const RERATE_REASONS = {
  becamePriced: 'The call had no price and has one now, or is known not to be billed.',
  becameUnpriced: 'The call had a price and has none now.',
  mappingChanged: 'The model, the endpoint scope or the speed behind the id came out differently.',
  unpricedReasonChanged: 'The call has no price, as before, but for another reason.',
  bookChanged: 'The price book has other rates, another entry or another rule for the call.',
  termsChanged: 'The list cost is the same; by your own terms something else is paid.',
} as const;

export type RerateReason = keyof typeof RERATE_REASONS;

/** Whether a text is a reason of this version. */
export function isRerateReason(text: unknown): text is RerateReason {
  return typeof text === 'string' && Object.hasOwn(RERATE_REASONS, text);
}
