import type { SettingSpell } from '../../usage/observed-setting.js';
import {
  auditConfigSchema,
  publisherModelSchema,
  VERTEX_SETTINGS,
  type PublisherModelSetting,
} from '../../usage/vertex-settings.js';
import type { PlaceQuestion } from '../place-question.js';
import { SettingsOfPlace, type Latest, type ValueSpell } from '../settings-of-place.js';

/** What is known of a location of a project, with its history asked by name. */
export interface VertexQuestion extends PlaceQuestion {
  readonly history: SettingsOfPlace;
  readonly models: readonly ModelLogging[];
}

/** What is logged of one model in the location. */
export interface ModelLogging {
  readonly model: string;
  readonly latest: Latest<PublisherModelSetting>;
  readonly values: readonly ValueSpell<PublisherModelSetting>[];
}

/** Who counts the calls. */
export const METER = 'Cloud Monitoring';

/** The kind of log that rows of BigQuery are, as sources and settings name it. */
export const REQUEST_LOG = 'requestResponse';

export function vertexQuestion(place: PlaceQuestion): VertexQuestion {
  const history = new SettingsOfPlace(place.settings, place.now);
  const models = new Set(place.settings.filter(isPublisherModel).map(({ scope }) => scope.resource));
  return {
    ...place,
    history,
    models: [...models].sort().map((model) => ({
      model,
      latest: history.latest(VERTEX_SETTINGS.publisherModel, model, publisherModelSchema),
      values: history.values(VERTEX_SETTINGS.publisherModel, model, publisherModelSchema),
    })),
  };
}

function isPublisherModel({ name }: SettingSpell): boolean {
  return name === VERTEX_SETTINGS.publisherModel;
}

/** Request-response rows come from regional endpoints only, whatever the configuration elsewhere reads back as. */
export function isRegional({ region }: Pick<PlaceQuestion, 'region'>): boolean {
  return /\d$/.test(region);
}

/** Whether a row of request-response logging was ever read there. */
export function hasRows({ reads }: Pick<PlaceQuestion, 'reads'>): boolean {
  return reads.some(({ resource, lastCallAt }) => resource === REQUEST_LOG && lastCallAt !== null);
}

export function auditConfigOf({ history }: VertexQuestion) {
  return {
    latest: history.latest(VERTEX_SETTINGS.auditConfig, '', auditConfigSchema),
    values: history.values(VERTEX_SETTINGS.auditConfig, '', auditConfigSchema),
  };
}
