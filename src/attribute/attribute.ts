import type { UsageEvent } from '../usage/usage-event.js';
import { startOf, type AttributionRule, type AttributionRules } from './attribution-rules.js';
import { compileGlob } from '../usage/glob.js';
import { personOf } from './person.js';

/** To whom a call belongs. `null` is "not attributed", a row of its own on every screen. */
export interface Attribution {
  readonly team: string | null;
  readonly person: string | null;
  readonly costCentre: string | null;
  /** Why: the name of the rule that named the team, and the kind of identity that named the person. */
  readonly by: { readonly team: string | null; readonly person: string };
}

export type AttributableEvent = Pick<
  UsageEvent,
  'occurredAt' | 'accountId' | 'region' | 'modelId' | 'principal' | 'identity' | 'requestMetadata'
>;

/** Team and cost centre by the first rule that matches, the person by the caller's identity. */
export function attribute(event: AttributableEvent, rules: AttributionRules): Attribution {
  const matched = compiledRules(rules).find(({ matches }) => matches(event))?.rule;
  return {
    team: matched?.team ?? null,
    person: personOf(event.identity),
    costCentre: matched?.costCentre ?? null,
    by: { team: matched?.name ?? null, person: event.identity?.kind ?? 'absent' },
  };
}

interface CompiledRule {
  readonly rule: AttributionRule;
  readonly matches: (event: AttributableEvent) => boolean;
}

const COMPILED = new WeakMap<AttributionRules, readonly CompiledRule[]>();

function compiledRules(rules: AttributionRules): readonly CompiledRule[] {
  const known = COMPILED.get(rules);
  if (known !== undefined) return known;
  const compiled = rules.map((rule) => ({ rule, matches: matcherOf(rule) }));
  COMPILED.set(rules, compiled);
  return compiled;
}

/** One test per condition that the rule states, so that what it does not state costs nothing. */
function matcherOf({ from, to, when }: AttributionRule): CompiledRule['matches'] {
  const tests: CompiledRule['matches'][] = [];
  if (from !== undefined) {
    const start = startOf(from);
    tests.push(({ occurredAt }) => occurredAt >= start);
  }
  if (to !== undefined) {
    const end = startOf(to);
    tests.push(({ occurredAt }) => occurredAt < end);
  }
  if (when.accountId !== undefined) tests.push(({ accountId }) => accountId === when.accountId);
  if (when.region !== undefined) tests.push(({ region }) => region === when.region);
  if (when.principal !== undefined) {
    const glob = compileGlob(when.principal);
    tests.push(({ principal }) => principal !== null && glob(principal));
  }
  if (when.modelId !== undefined) {
    const glob = compileGlob(when.modelId);
    tests.push(({ modelId }) => glob(modelId));
  }
  for (const [key, pattern] of Object.entries(when.metadata ?? {})) {
    const glob = compileGlob(pattern);
    tests.push(({ requestMetadata }) => {
      const value = Object.hasOwn(requestMetadata, key) ? requestMetadata[key] : undefined;
      return value !== undefined && glob(value);
    });
  }
  return (event) => tests.every((test) => test(event));
}
