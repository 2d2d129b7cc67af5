import type { DifferenceCause } from '../reconcile/causes.js';

/** What each cause of a difference means, and what to do. */
export const CAUSE_WORDS: Readonly<Record<DifferenceCause, string>> = {
  notYetBilled: 'The cloud has not billed all of the day yet: it goes within days.',
  unlogged: 'Billed, metered and in no log: see unlogged usage for the cause.',
  unpriced: 'Billed and logged, and we know no price: give the model a price in the configuration.',
  quantityDiffers: 'The bill counts other tokens than the logs, and no meter explains it: look at the log of that day.',
  credit: 'Money that the cloud gave: a promotion, a trial, a refund.',
  discount: 'Billed below the price that was computed with, by one ratio: enter the terms as prices.terms.',
  tax: 'Tax stands on the bill, and is in no computed cost.',
  otherCharge: 'Charges that are not for tokens: commitments, fees, corrections.',
  rounding: 'The bill rounds each of its rows.',
  wrongPrice: 'The same tokens at another rate: compare the price book, the scope of the endpoint and the contract.',
  unread: 'Lines that look like Claude and could not be read: see unreadLines.',
  unknown: 'The bill tells too little to say why.',
};
