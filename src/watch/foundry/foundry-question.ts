import {
  diagnosticSettingsSchema,
  FOUNDRY_SETTINGS,
  gatewayLoggingSchema,
  type DiagnosticSetting,
  type DiagnosticSettings,
  type FoundryLog,
  type GatewayLogging,
} from '../../usage/foundry-settings.js';
import type { Window } from '../../usage/window.js';
import type { PlaceQuestion } from '../place-question.js';
import { SettingsOfPlace, type Latest, type ValueSpell } from '../settings-of-place.js';

/** Who counts the calls. */
export const METER = 'Azure Monitor';

/** What is known of a Foundry resource, with its history asked by name. */
export interface FoundryQuestion extends PlaceQuestion {
  readonly history: SettingsOfPlace;
  readonly account: LoggingResource;
  readonly gateways: readonly LoggingResource[];
}

/** A resource that writes logs by its diagnostic settings: the Foundry resource itself, or a gateway before it. */
export interface LoggingResource {
  readonly id: string;
  readonly log: FoundryLog;
  readonly latest: Latest<DiagnosticSettings>;
  readonly values: readonly ValueSpell<DiagnosticSettings>[];
  /** What a gateway is told to write of calls to models. */
  readonly llm: Latest<GatewayLogging>;
}

export function foundryQuestion(place: PlaceQuestion): FoundryQuestion {
  const history = new SettingsOfPlace(place.settings, place.now);
  const resource = (id: string, log: FoundryLog): LoggingResource => ({
    id,
    log,
    latest: history.latest(FOUNDRY_SETTINGS.diagnosticSettings, id, diagnosticSettingsSchema),
    values: history.values(FOUNDRY_SETTINGS.diagnosticSettings, id, diagnosticSettingsSchema),
    llm: history.latest(FOUNDRY_SETTINGS.gatewayLogging, id, gatewayLoggingSchema),
  });
  const ids = place.settings
    .filter(({ name }) => name === FOUNDRY_SETTINGS.diagnosticSettings)
    .map(({ scope }) => scope.resource);
  const gateways = [...new Set(ids)].filter((id) => id !== place.accountId).sort();
  return {
    ...place,
    history,
    account: resource(place.accountId, 'resource'),
    gateways: gateways.map((id) => resource(id, 'gateway')),
  };
}

const CATEGORY = { resource: 'RequestResponse', gateway: 'GatewayLlmLogs' } as const;

/** Whether a diagnostic setting leads the log that tells of calls. The group `audit` does not hold it. */
export function leads({ categories, groups }: DiagnosticSetting, log: FoundryLog): boolean {
  return categories.includes(CATEGORY[log]) || groups.includes('allLogs');
}

/** When a resource was seen to lead its log to where `to` says. */
export function ledSpans({ values, log }: LoggingResource, to: (setting: DiagnosticSetting) => boolean): Window[] {
  return values
    .filter(({ value }) => value.settings.some((setting) => leads(setting, log) && to(setting)))
    .map(({ from, to: until }) => ({ from, to: until }));
}

/** When a resource was seen to lead its log nowhere. */
export function unledSpans({ history }: FoundryQuestion, { values, log, id }: LoggingResource): Window[] {
  return values
    .filter(({ value }) => !value.settings.some((setting) => leads(setting, log)))
    .map(({ from, to }) => ({
      from: history.lastSeenBefore(FOUNDRY_SETTINGS.diagnosticSettings, id, from) ?? from,
      to,
    }));
}
