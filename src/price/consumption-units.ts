import type { PicoUsd } from '../usage/money.js';
import { decimalText } from './decimal.js';
import type { PriceBook } from './rates.js';

/**
 * An amount in Claude Consumption Units, in which Azure Marketplace bills Foundry and AWS Marketplace bills Claude
 * Platform on AWS: 100 of them are 1 USD. Compare totals only: how parts of a unit are metered is not published.
 * https://platform.claude.com/docs/en/about-claude/pricing#third-party-platform-pricing
 */
export function consumptionUnits(amount: PicoUsd, { consumptionUnitPico }: PriceBook): string {
  const SHARE_DECIMALS = 12;
  return decimalText((amount * 10n ** BigInt(SHARE_DECIMALS)) / consumptionUnitPico, SHARE_DECIMALS);
}
