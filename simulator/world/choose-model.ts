import type { NonEmpty, Random } from '../random.js';
import type { Place } from '../world-places.js';
import type { OtherModel } from './call.js';
import { nameModel, type IdForm, type NamedModel } from './model-ids.js';
import { modelAt, type ClaudeModel } from './models.js';
import { profileFor, provisionedAt, type ModelResource } from './profiles.js';
import type { Workload } from './workload.js';
import { BACKFILL } from './workloads.js';

/** What a call goes to, and how it is named. */
export interface ChosenModel {
  readonly claude: ClaudeModel | null;
  readonly other: OtherModel | null;
  readonly named: NamedModel;
  readonly via: ModelResource | null;
}

const OTHER_MODELS: NonEmpty<OtherModel> = [
  { vendor: 'amazon', modelId: 'amazon.nova-lite-v1:0' },
  { vendor: 'amazon', modelId: 'us.amazon.nova-pro-v1:0' },
  { vendor: 'meta', modelId: 'us.meta.llama3-3-70b-instruct-v1:0' },
  { vendor: 'mistral', modelId: 'mistral.mistral-large-2407-v1:0' },
];

/** An invented id that is on no list of models: what a model looks like that is newer than the reader's catalogue. */
const UNLISTED_MODEL: ClaudeModel = {
  tier: 'fable',
  name: 'claude-early-access',
  baseId: 'anthropic.claude-early-access',
  bodyName: 'claude-early-access',
  from: 0,
  until: Number.POSITIVE_INFINITY,
  prefixes: [],
  caching: 'none',
  window: 200_000,
};

function resourceFor(
  place: Place,
  { topic }: Workload,
  model: ClaudeModel,
  form: IdForm,
  at: number,
): ModelResource | undefined {
  if (form === 'application') return profileFor(place, topic, model, at);
  return form === 'provisioned' ? provisionedAt(place, at) : undefined;
}

/** The model of a call; one in 33 is another maker's, one in 2,500 is on no price list. */
export function chooseModel(place: Place, workload: Workload, at: number, random: Random): ChosenModel {
  const draw = random.unit();
  const tier = random.weighted(workload.tiers);
  const claude = modelAt(tier, workload.adoption, at, random);
  const form = random.weighted(workload.idForms);
  if (draw < 0.03 && workload !== BACKFILL) {
    const other = random.pick(OTHER_MODELS);
    return { claude: null, other, named: { modelId: other.modelId, scope: 'region' }, via: null };
  }
  if (draw < 0.0304 && workload !== BACKFILL) {
    return { claude: UNLISTED_MODEL, other: null, named: nameModel(place, UNLISTED_MODEL, 'bare'), via: null };
  }
  const via = resourceFor(place, workload, claude, form, at);
  if (via === undefined) return { claude, other: null, named: nameModel(place, claude, form), via: null };
  return { claude: via.model, other: null, named: { modelId: via.arn, scope: 'unknown' }, via };
}
