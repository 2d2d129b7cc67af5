import { modelOf } from '../normalise/foundry/model.js';
import { type GroupFacts, type MeteredBin, UNNAMED_MODELS } from '../usage/group-facts.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { deploymentNamed, foundryGroupKey, groupKeyOfBin, withDeployment } from './foundry-deployments.js';

/**
 * The group that a call of an unnamed model counts in: where its deployment was metered, so that what is told of it is taken
 * out of that remainder and not counted beside it; among its like where it was not.
 */
export function homeOf(event: UsageEvent, facts: GroupFacts): string {
  const name = deploymentNamed(event, facts);
  const keys = new Set(facts.bins.filter(({ deployment }) => deployment === name).map(groupKeyOfBin));
  const { model, modelId } = withDeployment(event, name, facts);
  const behind = foundryGroupKey(model, modelId);
  return keys.has(behind) ? behind : ([...keys].toSorted()[0] ?? UNNAMED_MODELS);
}

/** A call whose log names no model has that of its deployment's meter. */
export function withModelMetered(event: UsageEvent, metered: readonly MeteredBin[]): UsageEvent {
  const [bin] = metered;
  if (event.model !== null || bin === undefined) return event;
  const { model, vendor, speed } = modelOf(bin.modelId, new Set());
  if (model === null) return event;
  const flags = event.flags.filter((flag) => flag !== 'modelUnknown');
  return { ...event, model, vendor, speed, flags, provenance: { ...event.provenance, model: 'deployment' } };
}
