import { z } from 'zod';
import { MODEL_CATALOGUE, releasedSince } from '../normalise/model-catalogue.js';
import type { Cloud } from '../usage/cloud.js';
import type { RateableUsage } from '../usage/priced.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { AVAILABILITY, sourceOfAvailability } from './availability-table.js';
import {
  appliesAt,
  compileRules,
  conditionFields,
  endsAfterItBegins,
  haveOwnNames,
  MUST_END_AFTER,
  ruleFields,
  TWO_OF_ONE_NAME,
  type RuleMatcher,
} from './dated-rules.js';
import { premiumOf } from './premium.js';

/** `unknown`: the model was on sale, and no document of that time says whether through this scope. */
export type Offered = 'yes' | 'no' | 'unknown';

interface Availability {
  /** First UTC day on which it is known to have been offered; `null` where the documents give neither that nor a release. */
  readonly knownSince: string | null;
  readonly url: string;
}

const SEPARATOR = '\u0001';
const BY_MODEL_AND_SCOPE = new Map<string, Availability>();
for (const { cloud, models, scopes, source } of AVAILABILITY) {
  const { seenOn, url } = sourceOfAvailability(source);
  for (const name of models.split(' ')) {
    const model = `claude-${name}`;
    const releasedOn = MODEL_CATALOGUE.find((entry) => entry.model === model)?.releasedOn ?? null;
    // A general statement holds from the release on; a list, from the day on which it was read.
    const knownSince = seenOn === null || (releasedOn !== null && releasedOn > seenOn) ? releasedOn : seenOn;
    for (const scope of scopes.split(' ')) {
      const key = keyOf(model, cloud, scope);
      const known = BY_MODEL_AND_SCOPE.get(key);
      if (known === undefined || (known.knownSince ?? '') > (knownSince ?? '')) {
        BY_MODEL_AND_SCOPE.set(key, { knownSince, url });
      }
    }
  }
}

/** Whether a model could be called through a scope of a cloud on a UTC day. Scopes: see availability-table.ts. */
export function offered(model: string, cloud: Cloud, scope: string, day: string): Offered {
  const entry = BY_MODEL_AND_SCOPE.get(keyOf(model, cloud, scope));
  // About earlier models the documents that are kept here are incomplete.
  if (entry === undefined) return releasedSince(model, 'claude-sonnet-4-5') ? 'no' : 'unknown';
  if (entry.knownSince === null || day >= entry.knownSince) return 'yes';
  const releasedOn = MODEL_CATALOGUE.find((candidate) => candidate.model === model)?.releasedOn ?? null;
  return releasedOn !== null && day < releasedOn ? 'no' : 'unknown';
}

/** The instants from which models are known to be offered somewhere where they were not before: milliseconds since 1970. */
export function offerChanges(): number[] {
  const days = [...BY_MODEL_AND_SCOPE.values()].flatMap(({ knownSince }) => knownSince ?? []);
  return [...new Set(days)].map((day) => Date.parse(day));
}

/** Every scope of a cloud through which the model could be called on a UTC day, as far as documents say. */
export function scopesOffered(model: string, cloud: Cloud, day: string): string[] {
  const prefix = keyOf(model, cloud, '');
  return [...BY_MODEL_AND_SCOPE.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
    .filter((scope) => offered(model, cloud, scope, day) === 'yes');
}

const residencyPolicy = z
  .strictObject({
    ...ruleFields,
    when: z.strictObject(conditionFields),
    reason: z.string().min(1).optional().describe('Why these calls must stay where they are'),
  })
  .refine(endsAfterItBegins, MUST_END_AFTER);

/** Calls that must not leave their region or geography, for the configuration. */
export const residencyPoliciesSchema = z.array(residencyPolicy).refine(haveOwnNames, TWO_OF_ONE_NAME);

export type ResidencyPolicy = z.output<typeof residencyPolicy>;
export type ResidencyPolicies = z.output<typeof residencyPoliciesSchema>;

/** Whether a call could have been made on the global endpoint, which has no premium. */
export type MoveToGlobal =
  | { readonly answer: 'possible' | 'notOffered' | 'provisioned' }
  | { readonly answer: 'blockedByPolicy'; readonly policy: string };

const COMPILED = new WeakMap<ResidencyPolicies, RuleMatcher<ResidencyPolicy>>();

/**
 * Why a call that is tied to a place is, by what was offered on a UTC day (its own, unless another is given) and by the
 * policies of its time. `null` for a call that pays no premium, so that there is nothing to save.
 */
export function couldMoveToGlobal(
  usage: RateableUsage & Pick<UsageEvent, 'accountId'>,
  policies: ResidencyPolicies,
  day: string = usage.occurredAt.slice(0, 10),
): MoveToGlobal | null {
  const { model, cloud, endpointScope } = usage;
  if (endpointScope === 'provisioned') return { answer: 'provisioned' };
  if (model === null) return null;
  const premium = premiumOf(usage, model);
  if (premium === null || premium === 'scopeUnknown') return null;
  // GovCloud is a partition of its own, without global endpoints.
  if (premium === 'govCloud' || offered(model, cloud, 'global', day) !== 'yes') return { answer: 'notOffered' };
  const policy = policyOf(usage, policies);
  return policy === null ? { answer: 'possible' } : { answer: 'blockedByPolicy', policy: policy.name };
}

function policyOf(
  usage: RateableUsage & Pick<UsageEvent, 'accountId'>,
  policies: ResidencyPolicies,
): ResidencyPolicy | null {
  if (policies.length === 0) return null;
  let matching = COMPILED.get(policies);
  if (matching === undefined) {
    matching = compileRules(policies);
    COMPILED.set(policies, matching);
  }
  return matching(usage).find((candidate) => appliesAt(candidate, usage.occurredAt))?.rule ?? null;
}

function keyOf(model: string, cloud: Cloud, scope: string): string {
  return [model, cloud, scope].join(SEPARATOR);
}
