import type { NonEmpty, Random } from '../../random.js';
import { seedWordsOf, Random as Draws } from '../../random.js';

/** Who calls: through the gateway with a subscription key of API Management, directly with Entra ID or with a key. */
export interface Caller {
  /** API Management's subscription; `null` where the call does not pass the gateway. */
  readonly subscriptionId: string | null;
  readonly productId: string | null;
  readonly userId: string | null;
  /** Object id in Entra ID, which Foundry sees of direct callers; `null`: a key of the account, which names nobody. */
  readonly objectId: string | null;
  readonly ipAddress: string;
  readonly userAgent: string;
}

const ENGINEERS: NonEmpty<string> = [
  'ingrid-holm',
  'tomas-berger',
  'aiko-tanaka',
  'liam-oconnor',
  'priya-nair',
  'noah-keller',
];

/** The object id of a principal, always the same for the same name. */
export function objectIdOf(name: string): string {
  return new Draws(seedWordsOf(`entra/${name}`)).uuid();
}

function address(random: Random): string {
  return `81.2.69.${random.whole(140, 200)}`;
}

/** An application behind the gateway. */
export function application(subscriptionId: string, productId: string, userId: string) {
  return (random: Random): Caller => ({
    subscriptionId,
    productId,
    userId,
    objectId: null,
    ipAddress: address(random),
    userAgent: 'anthropic-sdk-python/0.72.0',
  });
}

/** An engineer with Claude Code, who has a subscription of API Management in person; the first ones work more. */
export function engineer(random: Random): Caller {
  const name = ENGINEERS[Math.floor(random.unit() ** 1.7 * ENGINEERS.length)] ?? ENGINEERS[0];
  return {
    subscriptionId: `dev-${name}`,
    productId: 'claude-code',
    userId: name,
    objectId: null,
    ipAddress: address(random),
    userAgent: 'claude-cli/2.1.114 (external, cli)',
  };
}

/** A managed identity or person that calls the account directly. */
export function direct(principal: string | null) {
  const objectId = principal === null ? null : objectIdOf(principal);
  return (random: Random): Caller => ({
    subscriptionId: null,
    productId: null,
    userId: null,
    objectId,
    ipAddress: address(random),
    userAgent: 'anthropic-sdk-typescript/1.11.0',
  });
}

/** The name under which the ledger groups a caller, by what a log can tell of it. */
export function callerKey(caller: Caller): string {
  if (caller.subscriptionId !== null) return `apim:${caller.subscriptionId}`;
  return caller.objectId === null ? 'key' : `entra:${caller.objectId}`;
}
