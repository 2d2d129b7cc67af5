import type { Cloud } from '../usage/cloud.js';
import type { CalledModel, LoggingFacts } from '../usage/logging-facts.js';
import type { SettingSpell } from '../usage/observed-setting.js';
import { bedrockLoggingFacts } from './bedrock/bedrock-logging-facts.js';
import { SettingsOfPlace } from './settings-of-place.js';
import { vertexLoggingFacts } from './vertex/vertex-logging-facts.js';
import { groupedBy } from '../usage/grouped-by.js';

/** What the settings of one account and region say of a model's logs, asked by instant (milliseconds since 1970). */
type FactsOfModel = (model: CalledModel, settings: SettingsOfPlace) => (at: number) => LoggingFacts;

const OF_CLOUD: Partial<Record<Cloud, FactsOfModel>> = { bedrock: bedrockLoggingFacts, vertex: vertexLoggingFacts };

/** Answers what the settings said of the logs of a model's calls at any time, from their history. */
export function loggingFactsOf(
  history: readonly SettingSpell[],
  now: number,
): (model: CalledModel, at: number) => LoggingFacts {
  const places = groupedBy(history, ({ scope }) => placeOf(scope));
  const known = new Map<string, (at: number) => LoggingFacts>();
  return (model, at) => {
    const key = `${placeOf(model)}\n${model.modelId}`;
    const settings = () => new SettingsOfPlace(places.get(placeOf(model)) ?? [], now);
    const factsAt = known.get(key) ?? OF_CLOUD[model.cloud]?.(model, settings()) ?? (() => NOT_READ);
    known.set(key, factsAt);
    return factsAt(at);
  };
}

const NOT_READ: LoggingFacts = {
  state: 'unknown',
  samplingRate: null,
  seenThen: false,
  words: 'The settings of its logs are not read.',
};

function placeOf({ cloud, accountId, region }: Pick<CalledModel, 'cloud' | 'accountId' | 'region'>): string {
  return `${cloud}\n${accountId}\n${region}`;
}
