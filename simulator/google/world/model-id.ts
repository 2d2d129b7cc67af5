import type { Random } from '../../random.js';
import type { ClaudeModel } from '../../world/models.js';

const DATED = /^(.+)-(\d{8})$/;

/** Vertex AI's id of a model: the date after an `@`, none for the models that have no date. */
export function vertexModelId(model: ClaudeModel): string {
  const [, name, date] = DATED.exec(model.bodyName) ?? [];
  if (name === undefined || date === undefined) return model.bodyName;
  return name === 'claude-3-5-sonnet' ? `${name}-v2@${date}` : `${name}@${date}`;
}

/** The id as a caller writes it: some add `@default` where there is no date. */
export function modelIdAsCalled(model: ClaudeModel, random: Random): string {
  const id = vertexModelId(model);
  const draw = random.unit();
  return id.includes('@') || draw > 0.15 ? id : `${id}@default`;
}

/** Name and version as Monitoring and the logs keep them apart. */
export function nameAndVersion(modelId: string): { readonly name: string; readonly version: string } {
  const [name = modelId, version = 'default'] = modelId.split('@');
  return { name, version };
}
