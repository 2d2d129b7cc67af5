import type { PriceBook } from '../../price/rates.js';
import type { WhatIf } from '../../price/what-if.js';
import { ENDPOINT_SCOPES } from '../../usage/cloud.js';
import { BadParameter } from '../request-errors.js';

/** What can be imagined otherwise. */
export const CHANGES = ['scope', 'model', 'withoutCaching', 'oneHourCaching'] as const;

/** The endpoint scopes that are priced by the token. */
export const IMAGINED_SCOPES = ENDPOINT_SCOPES.filter((scope) => scope !== 'provisioned' && scope !== 'unknown');

interface AskedChange {
  readonly change: (typeof CHANGES)[number];
  readonly target?: string | undefined;
}

/** The change that `change` and `target` of a query mean together. Throws a BadParameter that says what to write. */
export function changeOf({ change, target }: AskedChange, { models }: PriceBook): WhatIf {
  if (change === 'scope') {
    const endpointScope = IMAGINED_SCOPES.find((scope) => scope === target);
    if (endpointScope === undefined) throw badTarget(target, 'an endpoint scope', IMAGINED_SCOPES);
    return { kind: change, endpointScope };
  }
  if (change === 'model') {
    if (target === undefined || !models.has(target)) throw badTarget(target, 'a model with rates', [...models.keys()]);
    return { kind: change, model: target };
  }
  if (target !== undefined) throw new BadParameter('target', `The change ${change} has no target: leave it out.`);
  return { kind: change };
}

function badTarget(target: string | undefined, what: string, known: readonly string[]): BadParameter {
  const words = target === undefined ? `The change needs ${what} as its target` : `"${target}" is not ${what}`;
  return new BadParameter('target', `${words}. One of: ${known.join(', ')}.`);
}
