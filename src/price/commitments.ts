import { z } from 'zod';
import type { PicoUsd } from '../usage/money.js';
import { HOUR_MS, type Window } from '../usage/window.js';
import {
  appliesAt,
  compileRules,
  conditionFields,
  endsAfterItBegins,
  haveOwnNames,
  MUST_END_AFTER,
  ruleFields,
  startOf,
  TWO_OF_ONE_NAME,
  type RuleMatcher,
  type RuleSubject,
} from './dated-rules.js';
import { scaled } from './decimal.js';
import { groupedBy } from '../usage/grouped-by.js';

const commitment = z
  .strictObject({
    ...ruleFields,
    from: ruleFields.from.unwrap().describe('First hour that is paid for, on the hour'),
    when: z.strictObject(conditionFields).describe('The provisioned calls that use it'),
    usd: z
      .string()
      .regex(/^(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/, 'an amount is a decimal text of US dollars in quotes: "39.60"')
      .describe('What it costs, used or not'),
    per: z
      .enum(['hour', 'month'])
      .describe('A month is a calendar month in UTC; a part of one costs its share of hours'),
  })
  .refine(endsAfterItBegins, MUST_END_AFTER)
  .refine(({ from }) => isOnTheHour(from), {
    path: ['from'],
    message: 'must be on the hour: capacity is paid by the hour',
  })
  .refine(({ to }) => to === undefined || isOnTheHour(to), {
    path: ['to'],
    message: 'must be on the hour: capacity is paid by the hour',
  });

/** Provisioned throughput that is paid for by the hour or the month, for the configuration. */
export const commitmentsSchema = z.array(commitment).refine(haveOwnNames, TWO_OF_ONE_NAME);

export type Commitment = z.output<typeof commitment>;
export type Commitments = z.output<typeof commitmentsSchema>;

/** How much of a commitment one user (a team, a model …) used in an hour, in any unit that is the same for all. */
export interface HourOfUse {
  /** Start of the hour, milliseconds since 1970. */
  readonly hour: number;
  readonly key: string;
  readonly weight: bigint;
}

export interface SharedHour {
  readonly hour: number;
  readonly cost: PicoUsd;
  readonly shares: readonly { readonly key: string; readonly amount: PicoUsd }[];
  /** What nobody used. */
  readonly idle: PicoUsd;
}

const COMPILED = new WeakMap<Commitments, RuleMatcher<Commitment>>();

/** The commitment that a provisioned call draws on: the first that fits; `null` for none. */
export function commitmentOf(
  usage: RuleSubject & { readonly occurredAt: string },
  commitments: Commitments,
): Commitment | null {
  let matching = COMPILED.get(commitments);
  if (matching === undefined) {
    matching = compileRules(commitments);
    COMPILED.set(commitments, matching);
  }
  return matching(usage).find((candidate) => appliesAt(candidate, usage.occurredAt))?.rule ?? null;
}

/**
 * The fixed cost of each hour of the window, shared out among those who used it. An hour that nobody used is idle, whole.
 * Shares are whole pico-dollars and add up to the hour's cost; the hours of a month add up to the month's.
 */
export function shareCommitment(paid: Commitment, window: Window, use: readonly HourOfUse[]): SharedHour[] {
  const byHour = groupedBy(use, ({ hour }) => hour);
  return hoursOf(paid, window).map(({ hour, cost }) => {
    const users = (byHour.get(hour) ?? []).filter(({ weight }) => weight > 0n);
    if (users.length === 0) return { hour, cost, shares: [], idle: cost };
    return { hour, cost, shares: shareOut(cost, users), idle: 0n };
  });
}

/** An amount by weights, in whole units: each gets its share rounded down, and what is left goes to the largest remainders. */
export function shareOut(
  amount: bigint,
  users: readonly { readonly key: string; readonly weight: bigint }[],
): { readonly key: string; readonly amount: bigint }[] {
  const weights = new Map<string, bigint>();
  for (const { key, weight } of users) weights.set(key, (weights.get(key) ?? 0n) + weight);
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0n);
  if (all === 0n) return [];
  const parts = [...weights].map(([key, weight]) => ({
    key,
    amount: (amount * weight) / all,
    remainder: (amount * weight) % all,
  }));
  const left = amount - parts.reduce((sum, part) => sum + part.amount, 0n);
  // Equal remainders go by name, so that the same use is always shared in the same way.
  const luckiest = parts.toSorted((a, b) =>
    a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : a.key < b.key ? -1 : 1,
  );
  const rounded = new Set(luckiest.slice(0, Number(left)));
  return parts.map((part) => ({ key: part.key, amount: part.amount + (rounded.has(part) ? 1n : 0n) }));
}

/** The instants at which commitments begin and end: milliseconds since 1970. */
export function commitmentChanges(commitments: Commitments): number[] {
  return commitments
    .flatMap(({ from, to }) => [from, to])
    .filter((text) => text !== undefined)
    .map((text) => Date.parse(startOf(text)));
}

/** The hours of the window that the commitment is paid for, each with its cost. */
function hoursOf(
  { from, to, usd, per }: Commitment,
  window: Window,
): { readonly hour: number; readonly cost: PicoUsd }[] {
  const price = scaled(usd, 12);
  const start = Math.max(Date.parse(startOf(from)), Math.ceil(window.from / HOUR_MS) * HOUR_MS);
  const end = Math.min(to === undefined ? Infinity : Date.parse(startOf(to)), window.to);
  const hours: { hour: number; cost: PicoUsd }[] = [];
  for (let hour = start; hour < end; hour += HOUR_MS) {
    hours.push({ hour, cost: per === 'hour' ? price : hourOfMonth(price, hour) });
  }
  return hours;
}

/** The hour's part of a month's price: what is due by its end, less what is due by its start. */
function hourOfMonth(price: PicoUsd, hour: number): PicoUsd {
  const at = new Date(hour);
  const start = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
  const hours = BigInt((Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) - start) / HOUR_MS);
  const index = BigInt((hour - start) / HOUR_MS);
  return (price * (index + 1n)) / hours - (price * index) / hours;
}

function isOnTheHour(text: string): boolean {
  const at = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
  // What is no time at all has been complained about already.
  return Number.isNaN(at) || at % HOUR_MS === 0;
}
