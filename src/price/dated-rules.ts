import { z } from 'zod';
import { remembered } from '../normalise/remembered.js';
import { CLOUDS } from '../usage/cloud.js';
import { compileGlob, type Glob } from '../usage/glob.js';
import { parseInstant } from '../usage/instant.js';
import type { UsageEvent } from '../usage/usage-event.js';

const glob = z.string().min(1).describe('A text in which * stands for any characters');

const instant = z.string().refine((text) => parseInstant(wholeInstant(text)) !== null, {
  message: 'expected a day (2026-11-20, midnight UTC) or an instant with its offset',
});

/** When a rule of the configuration applies: from `from` on, until just before `to`. */
export const ruleFields = {
  name: z.string().min(1).describe('Names the rule where somebody asks why a figure is what it is'),
  from: instant.optional().describe('Calls from then on, inclusive'),
  to: instant.optional().describe('Calls before then'),
};

/** What a rule of the configuration applies to. Everything given must match. */
export const conditionFields = {
  cloud: z.enum(CLOUDS).optional(),
  accountId: glob.optional().describe('AWS account, Google Cloud project or Azure resource'),
  region: glob.optional(),
  model: glob.optional().describe('Canonical id: claude-sonnet-4-5, or claude-*'),
  modelId: glob.optional().describe('The model id as the caller passed it: exact, or with *'),
};

interface RulePeriod {
  readonly name: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface Condition {
  readonly cloud?: string | undefined;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  readonly model?: string | undefined;
  readonly modelId?: string | undefined;
}

/** A rule that says when and to what it applies. */
export interface DatedRule extends RulePeriod {
  readonly when: Condition;
}

/** What of a call decides which rules apply to it, besides its time. */
export type RuleSubject = Pick<UsageEvent, 'cloud' | 'accountId' | 'region' | 'model' | 'modelId'>;

/** For `refine`: a span that has a length. */
export function endsAfterItBegins({ from, to }: RulePeriod): boolean {
  if (from === undefined || to === undefined) return true;
  const [start, end] = [parseInstant(wholeInstant(from)), parseInstant(wholeInstant(to))];
  // An impossible instant has been complained about already.
  return start === null || end === null || start < end;
}

export const MUST_END_AFTER = { path: ['to'], message: 'must be after "from"' };

/** For `refine`: names tell rules apart. */
export function haveOwnNames(rules: readonly RulePeriod[]): boolean {
  return new Set(rules.map(({ name }) => name)).size === rules.length;
}

export const TWO_OF_ONE_NAME = { message: 'two rules have the same name' };

/** A rule whose period is compared as texts: events carry ISO instants in UTC with milliseconds, which sort as times do. */
export interface CompiledRule<Rule> {
  readonly rule: Rule;
  /** Empty where it applies since ever. */
  readonly from: string;
  readonly to: string | null;
}

/** The rules whose conditions a subject meets, in order, whatever their time. */
export type RuleMatcher<Rule> = (subject: RuleSubject) => readonly CompiledRule<Rule>[];

/** Compiles rules once. The few different subjects of a log are matched once each, so that a rule costs a look-up. */
export function compileRules<Rule extends DatedRule>(rules: readonly Rule[]): RuleMatcher<Rule> {
  const compiled = rules.map((rule) => ({
    rule,
    from: rule.from === undefined ? '' : startOf(rule.from),
    to: rule.to === undefined ? null : startOf(rule.to),
    matches: matcherOf(rule.when),
  }));
  const matching = remembered((key) => {
    const parts = key.split(SEPARATOR);
    return compiled.filter(({ matches }) => matches(parts));
  }, 20_000);
  return ({ cloud, accountId, region, model, modelId }) =>
    matching([cloud, accountId, region, model ?? '', modelId].join(SEPARATOR));
}

const SEPARATOR = '\u0001';
const PARTS = ['cloud', 'accountId', 'region', 'model', 'modelId'] as const;

/** One test per condition that the rule states, on the parts of a subject in order. */
function matcherOf(when: Condition): (parts: readonly string[]) => boolean {
  const tests = PARTS.flatMap((part, index): (readonly [number, Glob])[] => {
    const pattern = when[part];
    return pattern === undefined ? [] : [[index, compileGlob(pattern)]];
  });
  return (parts) => tests.every(([index, test]) => test(parts[index] ?? ''));
}

/** Whether a compiled rule applies at an instant (ISO 8601, UTC, milliseconds). */
export function appliesAt({ from, to }: CompiledRule<unknown>, occurredAt: string): boolean {
  return occurredAt >= from && (to === null || occurredAt < to);
}

/** The moment that a day or an instant of a rule means, as the ISO text that events carry. */
export function startOf(text: string): string {
  return new Date(wholeInstant(text)).toISOString();
}

function wholeInstant(text: string): string {
  return text.length === 10 ? `${text}T00:00:00Z` : text;
}
