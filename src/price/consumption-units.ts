import { decimalText } from './decimal.js';
import type { PriceBook } from './rates.js';

const FEMTO_OF_PICO = 1000n;
/** A unit is a cent: thirteen places tell a femto-dollar exactly. */
const DECIMALS = 13;

/**
 * An amount of femto-dollars in Claude Consumption Units, in which Azure Marketplace bills Foundry and AWS Marketplace bills
 * Claude Platform on AWS: 100 of them are 1 USD, after any discount. Compare totals only: how parts of a unit are metered is
 * not published.
 * https://platform.claude.com/docs/en/about-claude/pricing#third-party-platform-pricing
 */
export function consumptionUnits(femtoUsd: bigint, { consumptionUnitPico }: PriceBook): string {
  return decimalText((femtoUsd * 10n ** BigInt(DECIMALS)) / (consumptionUnitPico * FEMTO_OF_PICO), DECIMALS);
}
