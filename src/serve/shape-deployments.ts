import type { DeploymentSpell } from '../usage/deployment.js';
import type { DeploymentsAnswer } from './answers/deployments.js';

/** Deployments as dated lines, in the order of account, name and time; each says what it changed. */
export function shapeDeployments(spells: readonly DeploymentSpell[]): DeploymentsAnswer['deployments'] {
  return spells.map(({ firstSeenAt, lastSeenAt, endedAt, changedAt, rateLimits, ...spell }, index) => {
    const before = spells[index - 1];
    const isSameName = before?.name === spell.name && before.accountId === spell.accountId;
    return {
      ...spell,
      rateLimits: [...rateLimits],
      changedAt: changedAt === null ? null : new Date(changedAt).toISOString(),
      from: new Date(firstSeenAt).toISOString(),
      to: endedAt === null ? null : new Date(endedAt).toISOString(),
      lastSeenAt: new Date(lastSeenAt).toISOString(),
      change: !isSameName ? 'first' : before.modelName === spell.modelName ? 'changed' : 'madeAgain',
    };
  });
}
