import { readModelId } from '../normalise/model-id.js';
import type { Cloud, EndpointScope } from '../usage/cloud.js';
import type { CalledModel, LoggingFacts } from '../usage/logging-facts.js';
import { meteredKey } from '../usage/metered-key.js';
import type { Price } from '../usage/priced.js';
import { DAY_MS } from '../usage/window.js';
import { balancedHours } from './balanced-hours.js';
import type { PriceBook } from './rates.js';
import { priceSum } from './summed-usage.js';
import { type DayOfModel, type FoundCause, type ReadingFacts, unloggedCause } from './unlogged-cause.js';

/** What is compared of each hour. `requests`: answered calls; of a log, those whose tokens it tells. */
export const COMPARED = ['requests', 'input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;
export type Compared = Readonly<Record<(typeof COMPARED)[number], number>>;

/** What a meter counted of a model in an hour, in the meter's spelling of the model. */
export interface MeteredModelHour extends Compared {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  readonly modelId: string;
  /** Beginning of the hour, milliseconds since 1970. */
  readonly at: number;
}

/** What the logs tell of it, in an hour for which the meter has been read. */
export interface LoggedModelHour extends MeteredModelHour {
  readonly model: string | null;
  readonly vendor: string;
  readonly endpointScope: EndpointScope;
  /** Answered calls of which a log tells, and none tells the tokens. */
  readonly untold: number;
}

/** What else is known of the hours: what the settings said, and what of the logs our sources have read. */
export interface KnownOfHours {
  readonly now: number;
  readonly loggingAt: (model: CalledModel, at: number) => LoggingFacts;
  readonly readingOf: (place: Pick<MeteredModelHour, 'cloud' | 'accountId' | 'region'>, at: number) => ReadingFacts;
}

/** Usage of one model in one place and hour that was metered and is in no log. */
export interface UnloggedHour {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  /** The meter's spelling, or the model's own name where it is known. */
  readonly model: string;
  readonly endpointScope: EndpointScope;
  readonly at: number;
  readonly unlogged: Compared;
  /** At list price and the rates of short prompts: a meter does not tell the length of each. */
  readonly price: Price;
  readonly found: FoundCause;
  /** The share of the calls that the settings say is logged; null where nothing tells it. */
  readonly configuredRate: number | null;
  /** Calls of the model in that place on that day. */
  readonly day: DayOfModel;
}

interface Pair {
  readonly first: MeteredModelHour | LoggedModelHour;
  facts: LoggedModelHour | null;
  readonly hours: Map<number, Record<(typeof COMPARED)[number], number>>;
  readonly day: { -readonly [name in keyof DayOfModel]: number };
}

/**
 * Metered less logged, hour by hour and class by class, never below zero: calls at the edge of an hour are balanced within
 * the UTC day. It stands beside the logged figures, never in them.
 */
export function unloggedUsage(
  metered: readonly MeteredModelHour[],
  logged: readonly LoggedModelHour[],
  { book, now, loggingAt, readingOf }: KnownOfHours & { readonly book: PriceBook },
): UnloggedHour[] {
  const pairs = new Map<string, Pair>();
  const add = (row: MeteredModelHour, sign: 1 | -1): Pair => {
    const key = [row.cloud, row.accountId, row.region, modelKey(row), Math.floor(row.at / DAY_MS)].join('\n');
    const pair = pairs.get(key) ?? { first: row, facts: null, hours: new Map(), day: { ...NO_CALLS } };
    pairs.set(key, pair);
    const hour = pair.hours.get(row.at) ?? { ...NOTHING };
    pair.hours.set(row.at, hour);
    for (const name of COMPARED) hour[name] += sign * row[name];
    return pair;
  };
  for (const row of metered) add(row, 1).day.meteredRequests += row.requests;
  for (const row of logged) {
    const pair = add(row, -1);
    pair.day.loggedRequests += row.requests;
    pair.day.untoldRequests += row.untold;
    if (pair.facts?.model == null) pair.facts = row;
  }
  return [...pairs.values()].flatMap((pair) => {
    const { day, first } = pair;
    const { cloud, accountId, region } = first;
    const facts = factsOf(pair);
    return hoursOf(pair).map(([at, unlogged]): UnloggedHour => {
      const { requests, ...tokens } = unlogged;
      const logging = loggingAt(first, at);
      const reading = readingOf(first, at);
      const usage = { cloud, region, ...facts, ...AS_USUAL, occurredAt: new Date(at).toISOString() };
      return {
        cloud,
        accountId,
        region,
        model: facts.model ?? modelKey(first),
        endpointScope: facts.endpointScope,
        at,
        unlogged,
        price: priceSum({ usage, requests, tokens, promptOver: null }, book),
        found: unloggedCause({ at, now, day, logging, reading }),
        configuredRate: logging.samplingRate,
        day,
      };
    });
  });
}

const NOTHING = { requests: 0, input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
const NO_CALLS = { meteredRequests: 0, loggedRequests: 0, untoldRequests: 0 };
const AS_USUAL = { speed: 'standard', batch: false, inferenceGeo: null, webSearchRequests: 0 } as const;

/** Vertex AI's logs spell a model with and without its version, which its meter does not tell. */
function modelKey({ cloud, modelId, region }: MeteredModelHour): string {
  const model = cloud === 'vertex' ? readModelId(cloud, modelId, region).model : null;
  return model ?? meteredKey(modelId);
}

/** What prices hang on: as the logs have it where they tell of the model that day, or by its id. */
function factsOf({ first, facts }: Pair) {
  const { cloud, modelId, region } = first;
  if (facts !== null) {
    const { model, vendor, endpointScope } = facts;
    return { modelId, model, vendor, endpointScope: endpointScope === 'provisioned' ? scopeOf(first) : endpointScope };
  }
  const { model, vendor, endpointScope } = readModelId(cloud, modelId, region);
  return { modelId, model, vendor, endpointScope };
}

/** Calls on capacity that is paid for are metered with the others; which of the missing ones were is not known. */
const scopeOf = ({ cloud, modelId, region }: MeteredModelHour) => readModelId(cloud, modelId, region).endpointScope;

/** The hours in which anything is left of any class, in order. */
function hoursOf({ hours }: Pair): [number, Compared][] {
  const left = COMPARED.map(
    (name) => [name, balancedHours(new Map([...hours].map(([at, counts]) => [at, counts[name]])))] as const,
  );
  const times = new Set(left.flatMap(([, of]) => [...of.keys()]));
  return [...times]
    .toSorted((a, b) => a - b)
    .map((at) => {
      const counts = { ...NOTHING };
      for (const [name, of] of left) counts[name] = of.get(at) ?? 0;
      return [at, counts];
    });
}
