import { profilePrefix } from '../world/model-ids.js';
import { CLAUDE_MODELS, type ClaudeModel } from '../world/models.js';
import type { Place } from '../world-places.js';
import { GLOBAL_REGIONS } from '../world-places.js';
import { profilesAt, type ApplicationProfile } from '../world/profiles.js';

/** A profile as GetInferenceProfile and ListInferenceProfiles tell it. What it was copied from is not told. */
export interface InferenceProfile {
  readonly inferenceProfileName: string;
  readonly description?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly inferenceProfileArn: string;
  readonly inferenceProfileId: string;
  readonly models: readonly { readonly modelArn: string }[];
  readonly status: 'ACTIVE';
  readonly type: 'APPLICATION' | 'SYSTEM_DEFINED';
}

function foundationModel(region: string, model: ClaudeModel): { readonly modelArn: string } {
  return { modelArn: `arn:aws:bedrock:${region}::foundation-model/${model.baseId}` };
}

/**
 * The models of a profile by its scope: a global one has an ARN without a region beside that of the region, a geographic
 * one an ARN for every region of its geography.
 */
function modelsOf(place: Place, model: ClaudeModel, scope: ApplicationProfile['scope']): InferenceProfile['models'] {
  if (scope === 'global') return [foundationModel('', model), foundationModel(place.region, model)];
  if (scope === 'region') return [foundationModel(place.region, model)];
  return place.geoRegions.map((region) => foundationModel(region, model));
}

function applicationProfile(profile: ApplicationProfile): InferenceProfile {
  const createdAt = new Date(profile.createdAt).toISOString();
  return {
    inferenceProfileName: profile.name,
    createdAt,
    updatedAt: createdAt,
    inferenceProfileArn: profile.arn,
    inferenceProfileId: profile.id,
    models: modelsOf(profile.place, profile.model, profile.scope),
    status: 'ACTIVE',
    type: 'APPLICATION',
  };
}

function systemProfile(place: Place, model: ClaudeModel, prefix: string): InferenceProfile {
  const id = `${prefix}.${model.baseId}`;
  const createdAt = new Date(model.from).toISOString();
  return {
    inferenceProfileName: `${prefix.toUpperCase()} ${model.bodyName}`,
    description: `Routes requests to ${model.bodyName} in ${prefix === 'global' ? GLOBAL_REGIONS.length : place.geoRegions.length} regions.`,
    createdAt,
    updatedAt: createdAt,
    inferenceProfileArn: `arn:aws:bedrock:${place.region}:${place.accountId}:inference-profile/${id}`,
    inferenceProfileId: id,
    models: modelsOf(place, model, prefix === 'global' ? 'global' : 'geo'),
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  };
}

/** Every profile of a place that exists at an instant: AWS's own first. */
export function inferenceProfilesAt(place: Place, at: number): readonly InferenceProfile[] {
  const system = new Map<string, InferenceProfile>();
  for (const model of CLAUDE_MODELS) {
    if (model.from > at || model.until <= at) continue;
    for (const prefix of [profilePrefix(place, model, true), profilePrefix(place, model, false)]) {
      if (prefix === undefined) continue;
      const profile = systemProfile(place, model, prefix);
      system.set(profile.inferenceProfileId, profile);
    }
  }
  return [...system.values(), ...profilesAt(place, at).map(applicationProfile)];
}
