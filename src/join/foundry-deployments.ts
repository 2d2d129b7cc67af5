import { modelOf } from '../normalise/foundry/model.js';
import { type DeploymentSpell, deploymentAt } from '../usage/deployment.js';
import type { Flag } from '../usage/flags.js';
import type { GroupFacts, MeteredBin } from '../usage/group-facts.js';
import type { UsageEvent } from '../usage/usage-event.js';

const DATE = /-\d{8}$/;
const withoutDate = (name: string) => name.replace(DATE, '');

/**
 * The group of what a log or a meter tells of a model: the model, because a gateway writes the model's dated name in place of
 * the deployment's at times; the deployment, where the model is none of the catalogue.
 */
export const foundryGroupKey = (model: string | null, deployment: string): string => model ?? withoutDate(deployment);

/** The group in which a metered bin counts. */
export const groupKeyOfBin = ({ deployment, modelId }: Pick<MeteredBin, 'deployment' | 'modelId'>): string =>
  foundryGroupKey(modelOf(modelId, new Set()).model, deployment);

/**
 * The deployment that a logged name means: the one of this name, else of the name without its date, else the only one that
 * was metered for the call's model. A name that fits none stays as logged.
 */
export function deploymentNamed({ modelId, model }: UsageEvent, { bins, spells }: GroupFacts): string {
  const names = new Set([...bins.map(({ deployment }) => deployment), ...spells.map(({ name }) => name)]);
  const known = [modelId, withoutDate(modelId)].find((name) => names.has(name));
  if (known !== undefined) return known;
  const ofModel = new Set(
    bins.filter((bin) => model !== null && groupKeyOfBin(bin) === model).map(({ deployment }) => deployment),
  );
  const [only] = ofModel;
  return only !== undefined && ofModel.size === 1 ? only : modelId;
}

/**
 * The event with what stood behind its deployment at that time. The record's own word on the model goes first: a deployment
 * that was made again for another model is seen to be so only at the next look. What no record tells, such as the scope, is
 * that of the name at that time, and of its time with this model where there was one.
 */
export function withDeployment(event: UsageEvent, name: string, { spells }: GroupFacts, version = ''): UsageEvent {
  const at = Date.parse(event.occurredAt);
  const own = spells.filter((spell) => spell.name === name);
  const isOfModel = (spell: DeploymentSpell) =>
    event.model !== null && modelOf(spell.modelName, new Set()).model === event.model;
  const isOfVersion = (spell: DeploymentSpell) => version === '' || spell.modelVersion === version;
  const spell =
    deploymentAt(own.filter(isOfModel).filter(isOfVersion), name, at) ??
    deploymentAt(own.filter(isOfModel), name, at) ??
    deploymentAt(own, name, at);
  if (spell === null) return { ...event, modelId: name };
  const flags = new Set<Flag>(event.flags);
  flags.add('deploymentResolved');
  const endpointScope = scopeOf(spell);
  if (endpointScope !== 'unknown') flags.delete('scopeUnknown');
  if (event.model !== null) return { ...event, modelId: name, endpointScope, flags: [...flags] };
  const { from: _from, endpointScope: _scope, ...model } = modelOf(spell.modelName, new Set());
  if (model.model !== null || model.vendor !== 'unknown') flags.delete('modelUnknown');
  const provenance = {
    ...event.provenance,
    model: model.model === null ? event.provenance.model : 'deployment',
  } as const;
  return { ...event, ...model, modelId: name, endpointScope, flags: [...flags], provenance };
}

/**
 * A data zone costs more only where the model is hosted on Azure; hosted by Anthropic it is served, and costs, as everywhere.
 * https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/models-from-partners
 */
function scopeOf({ endpointScope, hosting }: DeploymentSpell): UsageEvent['endpointScope'] {
  return endpointScope === 'data-zone' && hosting === 'anthropic' ? 'global' : endpointScope;
}
