import type { CalledModel, LoggingFacts } from '../../usage/logging-facts.js';
import { recordDaySchema } from '../../usage/observed-setting.js';
import { publisherModelSchema, VERTEX_SETTINGS, type PublisherModelSetting } from '../../usage/vertex-settings.js';
import { settingAt } from '../setting-at.js';
import { valueOf, whyUnread, type SettingsOfPlace } from '../settings-of-place.js';
import { isRegional } from './vertex-question.js';

/**
 * What a model's configuration in a location says of the two logs that tell tokens. Inference metadata tells of every call;
 * rows of request-response logging of a share of them, and of none at other endpoints than regional ones:
 * "The global endpoint and multi-regional endpoints don't support this feature."
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/request-response-logging
 */
export function vertexLoggingFacts(
  { region, modelId }: CalledModel,
  settings: SettingsOfPlace,
): (at: number) => LoggingFacts {
  const model = modelId.replace(/^.*\//, '').replace(/@.*$/, '');
  const name = VERTEX_SETTINGS.publisherModel;
  const values = settings.values(name, model, publisherModelSchema);
  const place = { where: `${model} in ${region}`, region, hasEntries: hasEntries(settings) };
  const why = whyUnread(`how ${place.where} is logged`, settings.latest(name, model, publisherModelSchema));
  return (at) => {
    const seen = settingAt(values, at);
    if (seen === null) {
      const unread = { samplingRate: null, seenThen: false } as const;
      if (isRegional(place)) return { ...unread, state: 'unknown', words: why };
      return { ...unread, state: 'notHere', words: `${noRows(region)}. ${why}` };
    }
    const { words, ...told } = factsOf(seen.value, place);
    return { ...told, seenThen: seen.seenThen, words: `${words} (${seen.seenWords}).` };
  };
}

interface ModelPlace {
  readonly where: string;
  readonly region: string;
  /** Whether any entry of inference metadata was seen there: the log may be on for the whole project, which no setting tells. */
  readonly hasEntries: boolean;
}

function factsOf(
  { requestResponse: rows, inferenceMetadata }: PublisherModelSetting,
  place: ModelPlace,
): Pick<LoggingFacts, 'state' | 'samplingRate' | 'words'> {
  const { where, region } = place;
  if (inferenceMetadata === 'on')
    return { state: 'on', samplingRate: 1, words: `Inference metadata of ${where} is on` };
  if (rows.on && isRegional(place)) {
    const { samplingRate } = rows;
    const words = `Request-response logging of ${where} is on, sampling rate ${samplingRate}`;
    return { state: 'on', samplingRate, words };
  }
  const nothing = isRegional(place) ? `Request-response logging of ${where} is off` : noRows(region);
  const words = `${nothing}, inference metadata ${METADATA[inferenceMetadata]}`;
  if (inferenceMetadata !== 'off' && place.hasEntries) {
    return { state: 'unknown', samplingRate: null, words: `${words}; entries of other calls are there` };
  }
  return { state: isRegional(place) ? 'off' : 'notHere', samplingRate: null, words };
}

const noRows = (region: string) => `Calls to the ${region} endpoint get no rows of request-response logging`;

const METADATA: Readonly<Record<PublisherModelSetting['inferenceMetadata'], string>> = {
  on: 'is on',
  off: 'is off',
  absent: 'is not configured',
  unclear: 'is configured in a way that says neither on nor off',
};

function hasEntries(settings: SettingsOfPlace): boolean {
  const newest = settings.latest(VERTEX_SETTINGS.newestRecord, 'inferenceMetadata', recordDaySchema);
  return (valueOf(newest)?.day ?? null) !== null;
}
