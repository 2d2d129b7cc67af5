import type { DeploymentLine } from '../api/generated/types.gen.js';

type Line = Pick<DeploymentLine, 'accountId' | 'name' | 'from' | 'to'>;

/** By what a line is found in an address: the name of the account and of the deployment, and since when. */
export function keyOfDeployment({ accountId, name, from }: Line): string {
  return [accountId.slice(accountId.lastIndexOf('/') + 1), name, from].join(' ');
}

/**
 * The line that a call was answered by: the one of the name at that time, and before the first look the first. Null where no
 * deployment of the name is known.
 */
export function lineOfCall<Known extends Line>(
  lines: readonly Known[],
  call: { readonly accountId: string; readonly modelId: string; readonly occurredAt: string },
): Known | null {
  const own = lines.filter(({ accountId, name }) => accountId === call.accountId && name === call.modelId);
  return own.findLast(({ from }) => Date.parse(from) <= Date.parse(call.occurredAt)) ?? own[0] ?? null;
}
