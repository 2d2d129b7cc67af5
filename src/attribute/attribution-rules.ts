import { z } from 'zod';
import { parseInstant } from '../usage/instant.js';

const glob = z.string().min(1).describe('A text in which * stands for any characters');

const condition = z
  .strictObject({
    principal: glob.optional().describe('The caller as logged: an ARN on AWS'),
    accountId: z.string().min(1).optional(),
    region: z.string().min(1).optional(),
    modelId: glob.optional().describe('The model id as the caller passed it'),
    metadata: z.record(z.string(), glob).optional().describe('Request metadata, by key'),
  })
  .describe('Everything given must match; an empty condition matches every call');

const instant = z.string().refine((text) => parseInstant(text.length === 10 ? `${text}T00:00:00Z` : text) !== null, {
  message: 'expected a day (2026-11-20, midnight UTC) or an instant with its offset',
});

const rule = z
  .strictObject({
    name: z.string().min(1).describe('Names the rule where somebody asks why a call belongs to a team'),
    from: instant.optional().describe('Calls from then on, inclusive'),
    to: instant.optional().describe('Calls before then'),
    when: condition,
    team: z.string().min(1),
    costCentre: z.string().min(1).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || startOf(from) < startOf(to), {
    path: ['to'],
    message: 'must be after "from"',
  });

/** Rules in order: the first that matches names the team. */
export const attributionRulesSchema = z
  .array(rule)
  .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, {
    message: 'two rules have the same name',
  });

export type AttributionRules = z.output<typeof attributionRulesSchema>;
export type AttributionRule = AttributionRules[number];

/** The moment that a day or an instant of a rule means, as the ISO text that events carry. */
export function startOf(text: string): string {
  return new Date(text.length === 10 ? `${text}T00:00:00Z` : text).toISOString();
}
