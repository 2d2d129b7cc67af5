import { opaqueId, profilePrefix } from './model-ids.js';
import { CLAUDE_MODELS, modelAt, type ClaudeModel } from './models.js';
import { Random, seedWordsOf } from '../random.js';
import type { Topic } from './topic.js';
import { placeKey, type Place } from '../world-places.js';

/** An application inference profile: an opaque ARN that a team calls, so that its traffic can be tagged. */
export interface ApplicationProfile {
  readonly kind: 'applicationProfile';
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly place: Place;
  readonly model: ClaudeModel;
  /** Of what it was copied from: a global profile, a geographic one, or a foundation model of the region. */
  readonly scope: 'global' | 'geo' | 'region';
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  /** From here on it cannot be looked up any more. */
  readonly deletedAt: number;
}

/** Throughput that is paid for by the hour, whatever goes through it. */
export interface ProvisionedModel {
  readonly kind: 'provisionedModel';
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly place: Place;
  readonly model: ClaudeModel;
  readonly createdAt: number;
}

/** What an opaque ARN stands for. */
export type ModelResource = ApplicationProfile | ProvisionedModel;

const DAY_MS = 86_400_000;
const NEVER = Number.POSITIVE_INFINITY;

/** Marketing has a profile for every campaign of thirty days, so that any sixty days see one made and one deleted. */
const CAMPAIGN_MS = 30 * DAY_MS;
const CAMPAIGN_ANCHOR = Date.parse('2026-11-01T00:00:00Z');
const CAMPAIGN_MADE_BEFORE_MS = DAY_MS;
const CAMPAIGN_DELETED_AFTER_MS = 2 * DAY_MS;
const CAMPAIGN_ADOPTION = { lagDays: 150, rampDays: 1 };

/** Models before Sonnet 4.5 cost the same everywhere, so that their price would not hang on what an opaque ARN hides. */
function isWorthHiding(model: ClaudeModel): boolean {
  return model.caching === 'both';
}

function applicationProfile(
  place: Place,
  purpose: string,
  model: ClaudeModel,
  scope: ApplicationProfile['scope'],
  tags: Readonly<Record<string, string>>,
  life: { readonly createdAt: number; readonly deletedAt: number },
): ApplicationProfile {
  const id = opaqueId(place, `${purpose}/${model.name}`);
  const arn = `arn:aws:bedrock:${place.region}:${place.accountId}:application-inference-profile/${id}`;
  return { kind: 'applicationProfile', arn, id, name: `${purpose}-${model.name}`, place, model, scope, tags, ...life };
}

/** The lasting profiles: Customer Care has global ones, the developers have geographic ones, each for every new model. */
function lastingProfiles(place: Place): ApplicationProfile[] {
  const teams = [
    {
      topic: 'care',
      tiers: ['haiku', 'sonnet'],
      wantsGlobal: true,
      tags: { team: 'Customer Care', 'cost-centre': '4120' },
    },
    {
      topic: 'code',
      tiers: ['haiku', 'sonnet', 'opus', 'fable'],
      wantsGlobal: false,
      tags: { team: 'Developer Platform', 'cost-centre': '5010', environment: 'production' },
    },
  ];
  return teams.flatMap(({ topic, tiers, wantsGlobal, tags }) =>
    CLAUDE_MODELS.filter((model) => isWorthHiding(model) && tiers.includes(model.tier)).map((model) => {
      const prefix = profilePrefix(place, model, wantsGlobal);
      const scope = prefix === undefined ? 'region' : prefix === 'global' ? 'global' : 'geo';
      return applicationProfile(place, topic, model, scope, tags, { createdAt: model.from, deletedAt: NEVER });
    }),
  );
}

/** The profile of one campaign, on a foundation model of the region; none while Marketing uses models from before. */
function campaignProfile(place: Place, campaign: number): ApplicationProfile | undefined {
  const start = CAMPAIGN_ANCHOR + campaign * CAMPAIGN_MS;
  const model = modelAt('sonnet', CAMPAIGN_ADOPTION, start, new Random(seedWordsOf('campaign')));
  if (!isWorthHiding(model)) return undefined;
  const tags = { team: 'Marketing', 'cost-centre': '4300', campaign: new Date(start).toISOString().slice(0, 7) };
  const life = {
    createdAt: start - CAMPAIGN_MADE_BEFORE_MS,
    deletedAt: start + CAMPAIGN_MS + CAMPAIGN_DELETED_AFTER_MS,
  };
  return applicationProfile(place, `campaign-${campaign}`, model, 'region', tags, life);
}

function hasOfficeTeams(place: Place): boolean {
  return place.accountId !== '764105392718';
}

const known = new Map<string, ReadonlyMap<string, ApplicationProfile>>();

function lastingProfilesByUse(place: Place): ReadonlyMap<string, ApplicationProfile> {
  const key = placeKey(place);
  const profiles = known.get(key) ?? new Map(lastingProfiles(place).map((profile) => [profile.name, profile] as const));
  known.set(key, profiles);
  return profiles;
}

function campaignAt(at: number): number {
  return Math.floor((at - CAMPAIGN_ANCHOR) / CAMPAIGN_MS);
}

/** The profile through which a team calls at an instant, if it has one for what it wants to call. */
export function profileFor(place: Place, topic: Topic, model: ClaudeModel, at: number): ApplicationProfile | undefined {
  if (topic === 'marketing') return campaignProfile(place, campaignAt(at));
  return lastingProfilesByUse(place).get(`${topic}-${model.name}`);
}

/** Every profile of a place that exists at an instant. */
export function profilesAt(place: Place, at: number): ApplicationProfile[] {
  if (!hasOfficeTeams(place)) return [];
  const campaigns = [-1, 0, 1].flatMap((step) => campaignProfile(place, campaignAt(at) + step) ?? []);
  return [...lastingProfilesByUse(place).values(), ...campaigns].filter(
    (profile) => profile.createdAt <= at && at < profile.deletedAt,
  );
}

const PROVISIONED_MODEL = CLAUDE_MODELS.find((model) => model.name === 'claude-sonnet-4-5');

/** The one provisioned model, if the place has it by then: Fraud Detection's in Frankfurt. */
export function provisionedAt(place: Place, at: number): ProvisionedModel | undefined {
  const model = PROVISIONED_MODEL;
  if (model === undefined || place.region !== 'eu-central-1' || at < model.from || at >= model.until) return undefined;
  const id = opaqueId(place, `fraud/${model.name}`);
  return {
    kind: 'provisionedModel',
    arn: `arn:aws:bedrock:${place.region}:${place.accountId}:provisioned-model/${id}`,
    id,
    name: 'fraud-triage',
    place,
    model,
    createdAt: model.from,
  };
}
