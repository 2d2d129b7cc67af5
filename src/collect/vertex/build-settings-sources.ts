import { cloudOf, type SourceConfig } from '../../runtime/config/schema.js';
import type { VertexConfig } from '../../runtime/config/vertex-schema.js';
import type { SettingsOptions } from '../settings-source.js';
import { VertexSettingsSource } from './settings.source.js';

/** A reader for each project that is configured, with the credentials of its first source. */
export function vertexSettingsSources({
  sources,
  called,
  now,
  onUnreachable,
}: SettingsOptions): VertexSettingsSource[] {
  const own = sources.filter(isVertex);
  return [...new Set(own.map(({ projectId }) => projectId))].flatMap((projectId) => {
    const here = own.filter((source) => source.projectId === projectId);
    const [first] = here;
    if (first === undefined) return [];
    const named = here.find((source) => source.kind === 'vertex-inference-metadata');
    return [
      new VertexSettingsSource({
        access: first,
        called: [
          ...here.flatMap(configuredModels),
          ...called
            .filter(({ cloud, accountId }) => cloud === 'vertex' && accountId === projectId)
            .map(({ region, modelId }) => ({ location: region, model: modelId })),
        ],
        logName: named?.logName,
        now,
        onUnreachable,
      }),
    ];
  });
}

function isVertex(source: SourceConfig): source is VertexConfig {
  // A bill may be read through a project that calls nothing.
  return cloudOf(source) === 'vertex' && source.kind !== 'vertex-cost';
}

function configuredModels(source: VertexConfig): { readonly location: string; readonly model: string | null }[] {
  if (source.kind !== 'vertex-request-response') return [];
  return [null, ...(source.models ?? [])].map((model) => ({ location: source.location, model }));
}
