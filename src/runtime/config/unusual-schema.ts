import { z } from 'zod';
import { SIGHT_KINDS } from '../../usage/first-sight.js';
import { count, inOrder, percent, share } from './threshold-fields.js';

const NETWORK = /^(\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*(\/\d{1,3})?)$/;

/** Thresholds of the checks that look at what is done: how much, by whom, from where, and with what success. */
export const unusualChecks = {
  usageSpike: z
    .strictObject({
      /** How many times the busiest usual hours; days are told of at three quarters of it. */
      factor: z.number().min(1.5).default(4),
      /** Less within an hour is never told of; within 24 hours, less than 2.5 times as much. */
      minUsd: z.number().min(0).default(10),
      minTokens: count.default(10_000_000),
      /** Who is known for a shorter time is compared with what others do. */
      learningDays: z.int().min(7).max(42).default(14),
      /** How long an alert stands after the last hour of a spike; another one within is the same. */
      coolDownHours: z.int().min(1).max(72).default(12),
    })
    .prefault({}),
  firstSeen: z
    .strictObject({
      kinds: z.array(z.enum(SIGHT_KINDS)).default([...SIGHT_KINDS]),
      /** What is new while a place is known for a shorter time is told to nobody; of addresses, twice as long. */
      learningDays: z.int().min(1).max(90).default(14),
    })
    .prefault({}),
  /** Of one identity within an hour; within 24 hours, three times as many. */
  refusals: z
    .strictObject({
      minCalls: count.min(1).default(10),
      minPercent: percent.default(10),
      factor: z.number().min(1).default(4),
    })
    .prefault({}),
  offHours: z.strictObject({ minCalls: count.min(1).default(20) }).prefault({}),
  errors: share({ minCalls: 20, warnPercent: 10, alertPercent: 30 }),
  throttling: share({ minCalls: 20, warnPercent: 5, alertPercent: 20 }),
  /** Days before a model's end from which on its use is a warning. */
  retiredModels: z.strictObject({ warnDays: z.int().min(0).max(365).default(60) }).prefault({}),
  /** Share of the cost of the last 7 days. */
  unattributed: z
    .strictObject({ warnPercent: percent.default(10), alertPercent: percent.default(50) })
    .superRefine(({ warnPercent, alertPercent }, context) =>
      inOrder(warnPercent, alertPercent, 'alertPercent', context),
    )
    .prefault({}),
  /** Of the calls that were metered in the last 24 hours. */
  unlogged: share({ minCalls: 20, warnPercent: 2, alertPercent: 10 }),
  /** The sanctioned way to the models. Nothing is judged while neither is named. */
  gateway: z
    .strictObject({
      principals: z.array(z.string().min(1)).default([]),
      addresses: z
        .array(
          z.string().regex(NETWORK, {
            error: ({ input }) =>
              `"${String(input)}" is not an address or network, such as 203.0.113.7 or 10.20.0.0/16`,
          }),
        )
        .default([]),
      minCalls: count.min(1).default(1),
    })
    .prefault({}),
};
