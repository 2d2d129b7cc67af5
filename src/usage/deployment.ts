import type { EndpointScope } from './cloud.js';

/** What stands behind the name of a deployment. */
export interface Deployment {
  /** Azure resource, in small letters. */
  readonly accountId: string;
  readonly name: string;
  /** `Anthropic`, `OpenAI` …, as the cloud writes it. */
  readonly modelFormat: string | null;
  readonly modelName: string;
  readonly modelVersion: string | null;
  /** `GlobalStandard`, `DataZoneStandard` … */
  readonly sku: string | null;
  readonly capacity: number | null;
  /** Who runs the model; `null` where the version does not tell. */
  readonly hosting: 'azure' | 'anthropic' | null;
  readonly endpointScope: EndpointScope;
  /** Calls or tokens that are let through in a period, as the cloud writes them. */
  readonly rateLimits: readonly RateLimit[];
  readonly state: string | null;
  /** When the cloud says that it was last changed; `null` where it does not tell. Milliseconds since 1970. */
  readonly changedAt: number | null;
}

export interface RateLimit {
  readonly key: string;
  readonly count: number;
  readonly renewalPeriodSeconds: number;
}

/** A deployment over the time in which it read the same. Milliseconds since 1970. */
export interface DeploymentSpell extends Deployment {
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  /** When it was first found changed or gone; `null` while it is there. */
  readonly endedAt: number | null;
}

const DATE = /-\d{8}$/;

/**
 * What stood behind a name at an instant, or `null` where no deployment of it is known. A gateway writes the model's dated
 * name in place of the deployment's at times: what has no deployment of its exact name is looked for without its date.
 *
 * A name switches when the change is seen. Before the first look the first answer counts, because nothing older is told.
 */
export function deploymentAt(spells: readonly DeploymentSpell[], name: string, at: number): DeploymentSpell | null {
  const exact = spells.filter((spell) => spell.name === name);
  const own = exact.length > 0 ? exact : spells.filter((spell) => spell.name === name.replace(DATE, ''));
  const inOrder = own.toSorted((a, b) => a.firstSeenAt - b.firstSeenAt);
  return inOrder.findLast(({ firstSeenAt }) => firstSeenAt <= at) ?? inOrder[0] ?? null;
}
