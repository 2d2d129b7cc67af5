import type { Cloud } from '../usage/cloud.js';

/** The lines in which models follow one another. */
export const MODEL_FAMILIES = ['opus', 'sonnet', 'haiku', 'fable', 'mythos'] as const;
export type ModelFamily = (typeof MODEL_FAMILIES)[number];

/** One model as every cloud names it. Ids are those without scope prefix; dates and version suffixes are kept. */
export interface CatalogueModel {
  /** Canonical id, without date. */
  readonly model: string;
  readonly name: string;
  /** `null` for the models before Claude 3. */
  readonly family: ModelFamily | null;
  /** First day it could be called, `null` where no public page says. */
  readonly releasedOn: string | null;
  readonly ids: Readonly<Record<Cloud, readonly string[]>>;
  /** Further names that answers and client libraries use for it. */
  readonly aliases: readonly string[];
}

type Ids = Partial<Record<Cloud, string | readonly string[]>>;

/**
 * Every Claude model, **in order of release**: the regional premium begins at one place in this list.
 * https://platform.claude.com/docs/en/about-claude/models/overview and /model-deprecations; on the clouds
 * https://platform.claude.com/docs/en/build-with-claude/claude-on-amazon-bedrock, …/claude-on-vertex-ai,
 * …/claude-in-microsoft-foundry. A model without a public rate is listed too, so that it is known and unpriced.
 */
export const MODEL_CATALOGUE: readonly CatalogueModel[] = [
  model('claude-instant-1', 'Claude Instant', '2023-09-28', { bedrock: 'anthropic.claude-instant-v1' }, [
    'claude-instant-v1',
    'claude-instant-1.2',
  ]),
  model('claude-2', 'Claude 2', '2023-09-28', { bedrock: ['anthropic.claude-v2', 'anthropic.claude-v2:0'] }, [
    'claude-v2',
    'claude-v2:0',
    'claude-2.0',
  ]),
  model('claude-2-1', 'Claude 2.1', '2023-11-21', { bedrock: 'anthropic.claude-v2:1' }, ['claude-v2:1', 'claude-2.1']),
  dated('claude-3-opus', 'Claude Opus 3', '2024-02-29', '20240229', ['claude-3-opus-latest']),
  dated('claude-3-sonnet', 'Claude Sonnet 3', '2024-02-29', '20240229', []),
  dated('claude-3-haiku', 'Claude Haiku 3', '2024-03-07', '20240307', ['claude-3-haiku-48k']),
  model(
    'claude-3-5-sonnet',
    'Claude Sonnet 3.5',
    '2024-06-20',
    {
      anthropic: ['claude-3-5-sonnet-20240620', 'claude-3-5-sonnet-20241022'],
      bedrock: ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
      vertex: ['claude-3-5-sonnet@20240620', 'claude-3-5-sonnet-v2@20241022'],
      foundry: 'claude-3-5-sonnet',
    },
    ['claude-3-5-sonnet-latest'],
  ),
  dated('claude-3-5-haiku', 'Claude Haiku 3.5', '2024-10-22', '20241022', ['claude-3-5-haiku-latest']),
  dated('claude-3-7-sonnet', 'Claude Sonnet 3.7', '2025-02-24', '20250219', ['claude-3-7-sonnet-latest']),
  dated('claude-opus-4', 'Claude Opus 4', '2025-05-22', '20250514', ['claude-opus-4-0']),
  dated('claude-sonnet-4', 'Claude Sonnet 4', '2025-05-22', '20250514', ['claude-sonnet-4-0']),
  dated('claude-opus-4-1', 'Claude Opus 4.1', '2025-08-05', '20250805', []),
  dated('claude-sonnet-4-5', 'Claude Sonnet 4.5', '2025-09-29', '20250929', []),
  dated('claude-haiku-4-5', 'Claude Haiku 4.5', '2025-10-15', '20251001', []),
  dated('claude-opus-4-5', 'Claude Opus 4.5', '2025-11-24', '20251101', []),
  model('claude-opus-4-6', 'Claude Opus 4.6', '2026-02-05', {
    ...bare('claude-opus-4-6'),
    bedrock: 'anthropic.claude-opus-4-6-v1',
  }),
  model('claude-sonnet-4-6', 'Claude Sonnet 4.6', '2026-02-17', bare('claude-sonnet-4-6')),
  // Invitation only; it has never had a public rate.
  model('claude-mythos-preview', 'Claude Mythos Preview', null, {
    bedrock: 'anthropic.claude-mythos-preview',
    foundry: 'claude-mythos-preview',
  }),
  model('claude-opus-4-7', 'Claude Opus 4.7', '2026-04-16', bare('claude-opus-4-7')),
  model('claude-opus-4-8', 'Claude Opus 4.8', '2026-05-28', bare('claude-opus-4-8')),
  model('claude-fable-5', 'Claude Fable 5', '2026-06-09', bare('claude-fable-5')),
  model('claude-mythos-5', 'Claude Mythos 5', '2026-06-09', {
    anthropic: 'claude-mythos-5',
    foundry: 'claude-mythos-5',
  }),
  model('claude-sonnet-5', 'Claude Sonnet 5', '2026-06-30', bare('claude-sonnet-5')),
  model('claude-opus-5', 'Claude Opus 5', '2026-07-24', bare('claude-opus-5')),
  model('claude-fable-5-1', 'Claude Fable 5.1', '2026-09-01', bare('claude-fable-5-1')),
  model('claude-mythos-5-1', 'Claude Mythos 5.1', '2026-09-01', {
    anthropic: 'claude-mythos-5-1',
    foundry: 'claude-mythos-5-1',
  }),
  model('claude-opus-5-5', 'Claude Opus 5.5', '2026-09-22', bare('claude-opus-5-5')),
  model('claude-sonnet-5-5', 'Claude Sonnet 5.5', '2026-09-28', bare('claude-sonnet-5-5')),
  model('claude-haiku-5-5', 'Claude Haiku 5.5', '2026-10-07', bare('claude-haiku-5-5')),
  model('claude-fable-5-2', 'Claude Fable 5.2', '2026-11-09', bare('claude-fable-5-2')),
  model('claude-mythos-5-2', 'Claude Mythos 5.2', '2026-11-09', { anthropic: 'claude-mythos-5-2' }),
];

const ORDER = new Map(MODEL_CATALOGUE.map(({ model: id }, index) => [id, index]));

/** True if `model` was released with or after `other`. Order is what counts, not the name: Opus 4.1 came before Sonnet 4.5. */
export function releasedSince(id: string, other: string): boolean {
  const [mine, theirs] = [ORDER.get(id), ORDER.get(other)];
  return mine !== undefined && theirs !== undefined && mine >= theirs;
}

/** The next model of the same family in order of release; `null` for the newest, and for what is not in the catalogue. */
export function successorOf(id: string): string | null {
  if (id === 'claude-2') return 'claude-2-1';
  const index = ORDER.get(id);
  const family = index === undefined ? null : MODEL_CATALOGUE[index]?.family;
  if (index === undefined || family === null) return null;
  return MODEL_CATALOGUE.slice(index + 1).find((later) => later.family === family)?.model ?? null;
}

export function isCatalogued(id: string): boolean {
  return ORDER.has(id);
}

const NAMES = new Map(
  MODEL_CATALOGUE.flatMap((entry) =>
    [entry.model, ...entry.aliases, ...entry.ids.anthropic].map((name) => [name, entry.model] as const),
  ),
);

/** The canonical id of exactly this name, or `null`. Never a similar one. */
export function canonicalModel(name: string): string | null {
  return NAMES.get(name) ?? null;
}

function model(id: string, name: string, releasedOn: string | null, ids: Ids, aliases: string[] = []): CatalogueModel {
  const list = (cloud: Cloud): readonly string[] => [ids[cloud] ?? []].flat();
  return {
    model: id,
    name,
    family: MODEL_FAMILIES.find((family) => id.includes(`-${family}`)) ?? null,
    releasedOn,
    ids: { anthropic: list('anthropic'), bedrock: list('bedrock'), vertex: list('vertex'), foundry: list('foundry') },
    aliases,
  };
}

/** Models up to Opus 4.5 carry the date of their snapshot in their ids. */
function dated(id: string, name: string, releasedOn: string, date: string, aliases: string[]): CatalogueModel {
  const ids = {
    anthropic: `${id}-${date}`,
    bedrock: `anthropic.${id}-${date}-v1:0`,
    vertex: `${id}@${date}`,
    foundry: id,
  };
  return model(id, name, releasedOn, ids, aliases);
}

/** Models from Opus 4.6 on have one id everywhere. */
function bare(id: string): Ids {
  return { anthropic: id, bedrock: `anthropic.${id}`, vertex: id, foundry: id };
}
