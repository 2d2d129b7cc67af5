import type { NonEmpty, Random } from '../random.js';

export type Tier = 'haiku' | 'sonnet' | 'opus' | 'fable';

/** A Claude model as Bedrock offers it. */
export interface ClaudeModel {
  /** Canonical id without date. */
  readonly name: string;
  /** Bedrock's id without scope prefix. */
  readonly baseId: string;
  /** What the answer's body calls the model. */
  readonly bodyName: string;
  readonly tier: Tier;
  /** First day on which a call may use it. */
  readonly from: number;
  /** First day on which nobody uses it any more. Bedrock's own retirement dates differ from Anthropic's; these are invented. */
  readonly until: number;
  /** Prefixes of the inference profiles that exist for it. */
  readonly prefixes: readonly string[];
  /** Lifetimes of its prompt cache. */
  readonly caching: 'none' | '5m' | 'both';
  /** Largest prompt, in tokens. */
  readonly window: number;
}

const FAR = '9999-01-01';
const OLD_WINDOW = 200_000;
const WINDOW = 1_000_000;

function model(
  tier: Tier,
  name: string,
  id: string,
  from: string,
  until: string,
  prefixes: string,
  caching: ClaudeModel['caching'],
  window: number,
): ClaudeModel {
  return {
    tier,
    name,
    baseId: `anthropic.${id}`,
    bodyName: id.replace(/-v\d(:\d)?$/, ''),
    from: Date.parse(from),
    until: Date.parse(until),
    prefixes: prefixes.split(' '),
    caching,
    window,
  };
}

/** Ids, prefixes and release days from Anthropic's and AWS' model pages; oldest first within a tier. */
export const CLAUDE_MODELS: NonEmpty<ClaudeModel> = [
  model(
    'haiku',
    'claude-3-haiku',
    'claude-3-haiku-20240307-v1:0',
    '2024-03-13',
    '2027-03-31',
    'us eu apac',
    'none',
    OLD_WINDOW,
  ),
  model(
    'haiku',
    'claude-3-5-haiku',
    'claude-3-5-haiku-20241022-v1:0',
    '2024-11-04',
    '2027-06-30',
    'us eu',
    '5m',
    OLD_WINDOW,
  ),
  model(
    'haiku',
    'claude-haiku-4-5',
    'claude-haiku-4-5-20251001-v1:0',
    '2025-10-15',
    '2028-06-30',
    'global us eu jp au',
    'both',
    OLD_WINDOW,
  ),
  model('haiku', 'claude-haiku-5-5', 'claude-haiku-5-5', '2026-10-07', FAR, 'global us eu jp au', 'both', WINDOW),
  model(
    'sonnet',
    'claude-3-5-sonnet',
    'claude-3-5-sonnet-20241022-v2:0',
    '2024-10-22',
    '2026-03-01',
    'us eu apac',
    'none',
    OLD_WINDOW,
  ),
  model(
    'sonnet',
    'claude-3-7-sonnet',
    'claude-3-7-sonnet-20250219-v1:0',
    '2025-02-24',
    '2026-06-01',
    'us eu',
    '5m',
    OLD_WINDOW,
  ),
  model(
    'sonnet',
    'claude-sonnet-4',
    'claude-sonnet-4-20250514-v1:0',
    '2025-05-22',
    '2027-05-31',
    'global us eu apac',
    '5m',
    OLD_WINDOW,
  ),
  model(
    'sonnet',
    'claude-sonnet-4-5',
    'claude-sonnet-4-5-20250929-v1:0',
    '2025-09-29',
    '2027-09-30',
    'global us eu jp au',
    'both',
    OLD_WINDOW,
  ),
  model(
    'sonnet',
    'claude-sonnet-4-6',
    'claude-sonnet-4-6',
    '2026-02-17',
    '2028-02-17',
    'global us eu jp au',
    'both',
    WINDOW,
  ),
  model('sonnet', 'claude-sonnet-5', 'claude-sonnet-5', '2026-06-30', FAR, 'global us eu jp au', 'both', WINDOW),
  // The day of its release is uncertain (2026-09-28 to 30), so nobody uses it before October.
  model('sonnet', 'claude-sonnet-5-5', 'claude-sonnet-5-5', '2026-10-01', FAR, 'global us eu au', 'both', WINDOW),
  model(
    'opus',
    'claude-3-opus',
    'claude-3-opus-20240229-v1:0',
    '2024-04-16',
    '2026-02-01',
    'us eu',
    'none',
    OLD_WINDOW,
  ),
  model(
    'opus',
    'claude-opus-4-1',
    'claude-opus-4-1-20250805-v1:0',
    '2025-08-05',
    '2027-08-05',
    'us eu',
    '5m',
    OLD_WINDOW,
  ),
  model(
    'opus',
    'claude-opus-4-5',
    'claude-opus-4-5-20251101-v1:0',
    '2025-11-24',
    '2028-01-31',
    'global us eu',
    'both',
    OLD_WINDOW,
  ),
  model('opus', 'claude-opus-4-6', 'claude-opus-4-6-v1', '2026-02-05', '2028-06-30', 'global us eu au', 'both', WINDOW),
  model('opus', 'claude-opus-4-7', 'claude-opus-4-7', '2026-04-16', FAR, 'global us eu jp au', 'both', WINDOW),
  model('opus', 'claude-opus-4-8', 'claude-opus-4-8', '2026-05-28', FAR, 'global us eu jp au', 'both', WINDOW),
  model('opus', 'claude-opus-5', 'claude-opus-5', '2026-07-24', FAR, 'global us eu jp au', 'both', WINDOW),
  model('opus', 'claude-opus-5-5', 'claude-opus-5-5', '2026-09-22', FAR, 'global us eu jp au', 'both', WINDOW),
  // Before there was a Fable, those who wanted the largest model used Opus.
  model(
    'fable',
    'claude-3-opus',
    'claude-3-opus-20240229-v1:0',
    '2024-04-16',
    '2025-10-01',
    'us eu',
    'none',
    OLD_WINDOW,
  ),
  model(
    'fable',
    'claude-opus-4-1',
    'claude-opus-4-1-20250805-v1:0',
    '2025-08-05',
    '2026-09-01',
    'us eu',
    '5m',
    OLD_WINDOW,
  ),
  model('fable', 'claude-fable-5', 'claude-fable-5', '2026-06-09', FAR, 'global us eu', 'both', WINDOW),
  model('fable', 'claude-fable-5-1', 'claude-fable-5-1', '2026-09-01', FAR, 'global us', 'both', WINDOW),
  model('fable', 'claude-fable-5-2', 'claude-fable-5-2', '2026-11-09', FAR, 'global us', 'both', WINDOW),
];

/** How a team takes up new models of a tier. */
export interface Adoption {
  /** Days between a release and the team's first call with it. */
  readonly lagDays: number;
  /** Days over which its calls move from the old model to the new one. */
  readonly rampDays: number;
  /** Models that it never used. */
  readonly skips?: readonly string[];
}

const DAY_MS = 86_400_000;

/** The model that a call of a team uses at an instant: never one before its release, never one that is retired. */
export function modelAt(tier: Tier, adoption: Adoption, at: number, random: Random): ClaudeModel {
  let usable: ClaudeModel | undefined;
  let chosen: ClaudeModel | undefined;
  const draw = random.unit();
  for (const candidate of CLAUDE_MODELS) {
    if (candidate.tier !== tier || adoption.skips?.includes(candidate.name) === true) continue;
    if (candidate.from > at || candidate.until <= at) continue;
    usable ??= candidate;
    const share = (at - candidate.from - adoption.lagDays * DAY_MS) / (adoption.rampDays * DAY_MS);
    if (draw < share) chosen = candidate;
  }
  return chosen ?? usable ?? CLAUDE_MODELS[0];
}
