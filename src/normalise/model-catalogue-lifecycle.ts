import type { Cloud } from '../usage/cloud.js';
import { addDays } from '../usage/time-zone.js';
import { MODEL_CATALOGUE } from './model-catalogue.js';

/** Dates of a model's end on one cloud; `null` where that cloud has published none. */
export interface ModelLifecycle {
  /** A UTC day by which it was deprecated at the latest. */
  readonly deprecatedBy: string | null;
  /** First UTC day on which requests are refused. Old usage of it is still priced. */
  readonly retiredOn: string | null;
  /** It will not be retired before this day. */
  readonly notRetiredBefore: string | null;
}

/** `unknown`: the maker has deprecated or retired it, and this cloud, which sets its own days, has published none. */
export type ModelStanding = 'unreleased' | 'current' | 'deprecated' | 'retired' | 'unknown';

/**
 * https://platform.claude.com/docs/en/about-claude/model-deprecations, and the list of deprecated models in
 * @anthropic-ai/sdk 1.11.0. They hold for the Claude API, for Claude Platform on AWS and for Microsoft Foundry.
 */
const RETIRED_ON: Readonly<Record<string, string>> = {
  'claude-2': '2025-07-21',
  'claude-2-1': '2025-07-21',
  'claude-3-sonnet': '2025-07-21',
  'claude-3-5-sonnet': '2025-10-28',
  'claude-3-opus': '2026-01-05',
  'claude-3-7-sonnet': '2026-02-19',
  'claude-3-5-haiku': '2026-02-19',
  'claude-3-haiku': '2026-04-20',
  'claude-sonnet-4': '2026-06-15',
  'claude-opus-4': '2026-06-15',
  'claude-opus-4-1': '2026-08-05',
  'claude-sonnet-4-5': '2026-11-30',
};

/** The same page: "not sooner than". */
const NOT_RETIRED_BEFORE: Readonly<Record<string, string>> = {
  'claude-haiku-4-5': '2026-10-15',
  'claude-opus-4-5': '2026-11-24',
  'claude-opus-4-6': '2027-02-05',
  'claude-sonnet-4-6': '2027-02-17',
  'claude-opus-4-7': '2027-04-16',
  'claude-opus-4-8': '2027-05-28',
  'claude-fable-5': '2027-06-09',
  'claude-sonnet-5': '2027-06-30',
  'claude-opus-5': '2027-07-24',
  'claude-haiku-5-5': '2027-10-07',
  'claude-fable-5-2': '2027-11-09',
};

/** Marked as deprecated on the Vertex AI page of April 2026, which gives no day of its own. */
const DEPRECATED_ON_VERTEX: ReadonlySet<string> = new Set([
  'claude-3-haiku',
  'claude-3-5-haiku',
  'claude-3-7-sonnet',
  'claude-opus-4',
  'claude-sonnet-4',
]);
const VERTEX_PAGE = '2026-04-30';

/** Models are deprecated with at least this much notice before they are retired (the same page). */
const NOTICE_DAYS = 60;

const UNKNOWN: ModelLifecycle = { deprecatedBy: null, retiredOn: null, notRetiredBefore: null };

/** When the model ends on that cloud. Bedrock and Vertex AI set their own days and say so on each model's page only. */
export function lifecycleOf(model: string, cloud: Cloud): ModelLifecycle {
  if (cloud === 'vertex' && DEPRECATED_ON_VERTEX.has(model)) return { ...UNKNOWN, deprecatedBy: VERTEX_PAGE };
  if (cloud === 'bedrock' || cloud === 'vertex') return UNKNOWN;
  const retiredOn = RETIRED_ON[model] ?? null;
  return {
    deprecatedBy: retiredOn === null ? null : addDays(retiredOn, -NOTICE_DAYS),
    retiredOn,
    notRetiredBefore: NOT_RETIRED_BEFORE[model] ?? null,
  };
}

/** How the model stands on that cloud on a UTC day (`YYYY-MM-DD`). */
export function standingOn(model: string, cloud: Cloud, day: string): ModelStanding {
  const entry = MODEL_CATALOGUE.find((candidate) => candidate.model === model);
  if (entry === undefined) return 'unknown';
  if (entry.releasedOn !== null && day < entry.releasedOn) return 'unreleased';
  const { deprecatedBy, retiredOn } = lifecycleOf(model, cloud);
  if (retiredOn !== null && day >= retiredOn) return 'retired';
  if (deprecatedBy !== null && day >= deprecatedBy) return 'deprecated';
  const maker = lifecycleOf(model, 'anthropic');
  return maker.deprecatedBy !== null && day >= maker.deprecatedBy ? 'unknown' : 'current';
}
