import { type MappableEvent, mappingOf, type ModelMappings } from '../price/model-mapping.js';
import type { EndpointScope } from '../usage/cloud.js';
import type { Flag } from '../usage/flags.js';
import type { UsageEvent } from '../usage/usage-event.js';

/** What the cloud says stands behind an opaque model id. */
export interface ProfileFacts {
  /** `null`: a model that the catalogue does not know. */
  readonly model: string | null;
  readonly vendor: string;
  readonly endpointScope: EndpointScope;
  readonly speed: UsageEvent['speed'];
}

/** Resolved profiles by the id that callers pass, their ARN. */
export interface ProfileLookup {
  get(modelId: string): ProfileFacts | undefined;
}

export const NO_PROFILES: ProfileLookup = new Map();

/**
 * A call with model and scope as the cloud says of its profile. What a mapping of the configuration states goes first, and
 * a profile of a model that the catalogue does not know leaves the model that the answer named.
 */
export function applyProfile<Event extends MappableEvent>(
  event: Event,
  profiles: ProfileLookup,
  mappings: ModelMappings,
): Event {
  const profile = profiles.get(event.modelId);
  if (profile === undefined) return event;
  const mapping = event.flags.includes('mapped') ? mappingOf(event, mappings) : null;
  const namesModel = mapping?.model === undefined;
  const namesScope = mapping?.endpointScope === undefined && mapping?.provisioned === undefined;
  const model = namesModel ? (profile.model ?? event.model) : event.model;

  const flags = new Set<Flag>(event.flags);
  if (namesModel || namesScope) flags.add('profileResolved');
  if (profile.model !== null && event.model !== null && profile.model !== event.model) flags.add('profileDisagrees');
  if (namesScope) flags.delete('scopeUnknown');
  if (namesModel && profile.model !== null) flags.delete('modelFromBody');
  const isOthers = profile.vendor !== 'anthropic' && profile.vendor !== 'unknown';
  if (model !== null || (namesModel && isOthers)) flags.delete('modelUnknown');

  const takesModel = namesModel && profile.model !== null;
  return {
    ...event,
    model,
    vendor: namesModel && event.model === null ? profile.vendor : event.vendor,
    endpointScope: namesScope ? profile.endpointScope : event.endpointScope,
    speed: takesModel && profile.speed === 'fast' ? 'fast' : event.speed,
    flags: [...flags],
    provenance: takesModel ? { ...event.provenance, model: 'profile' } : event.provenance,
  };
}
