import { Random, seedWordsOf } from '../random.js';
import type { ModelScope } from './scope.js';
import type { ClaudeModel } from './models.js';
import type { Place } from '../world-places.js';

/** How a team names the models it calls. */
export type IdForm = 'global' | 'globalArn' | 'geo' | 'geoArn' | 'bare' | 'modelArn' | 'application' | 'provisioned';

/** What a caller passes as `modelId`, and the scope that it tells. */
export interface NamedModel {
  readonly modelId: string;
  /** `unknown`: an ARN that tells neither model nor scope. */
  readonly scope: ModelScope | 'unknown';
}

/** The twelve characters of an opaque resource id, the same for the same purpose. */
export function opaqueId(place: Place, purpose: string): string {
  return new Random(seedWordsOf(`${place.accountId}/${place.region}/${purpose}`)).alphanumeric(12);
}

/** The prefix of a profile that exists for this model here, or none: then the bare id is what a caller can pass. */
export function profilePrefix(place: Place, model: ClaudeModel, wantsGlobal: boolean): string | undefined {
  const geo = [place.geoPrefix, place.olderGeoPrefix];
  const wanted = wantsGlobal ? ['global', ...geo] : [...geo, 'global'];
  return wanted.find((prefix) => model.prefixes.includes(prefix));
}

/**
 * What a caller passes as `modelId` to name a model: a bare id, a system profile id, or the ARN of a profile or of a
 * foundation model. A team that has no profile or throughput of its own falls back to the geographic profile.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-use.html
 */
export function nameModel(place: Place, model: ClaudeModel, form: IdForm): NamedModel {
  const { region, accountId } = place;
  const arn = `arn:aws:bedrock:${region}:${accountId}`;
  if (form === 'bare') return { modelId: model.baseId, scope: 'region' };
  if (form === 'modelArn')
    return { modelId: `arn:aws:bedrock:${region}::foundation-model/${model.baseId}`, scope: 'region' };
  const prefix = profilePrefix(place, model, form === 'global' || form === 'globalArn');
  if (prefix === undefined) return { modelId: model.baseId, scope: 'region' };
  const id = `${prefix}.${model.baseId}`;
  const asArn = form === 'globalArn' || form === 'geoArn';
  return { modelId: asArn ? `${arn}:inference-profile/${id}` : id, scope: prefix === 'global' ? 'global' : 'geo' };
}
