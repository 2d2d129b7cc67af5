import type { DeliveryRoute, Faults } from '../faults.js';
import { isFailing, isLogging } from '../delivery/log-state.js';
import { Random } from '../random.js';
import { hasLogGroup, hasRecordsInS3, type Routes } from '../delivery/routes.js';
import { callsOfHour, type WorldOptions } from '../world.js';
import type { SimulatedCall } from '../world/call.js';
import { placeKey, type Place } from '../world-places.js';
import { activity } from '../world/rhythm.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const THROTTLE_STREAM = 11;
/** Sixty days of one place. */
const CACHED_HOURS = 1_500;
/** From this much traffic on, calls run into the quotas of their models. */
const BUSY = 1.6;

/** A metric of `AWS/Bedrock`, which has one dimension: a model. */
export interface Metric {
  readonly name: string;
  readonly modelId: string;
}

/** One value that was put at a minute. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** The value of the dimension under which the delivery of logs is counted. */
export const ACROSS_ALL_MODELS = 'Across all model IDs';

const ACCEPTED_FAILURES = new Set(['ModelErrorException', 'ServiceUnavailableException', 'ModelTimeoutException']);

/** The dimension of a call: the last part of what the caller passed, never a whole ARN. */
function dimensionOf(modelId: string): string {
  return modelId.slice(modelId.lastIndexOf('/') + 1);
}

/** What a call counts in the metrics of its model. Counters that its record lacks are counted here all the same. */
function* countsOf(call: SimulatedCall, busy: boolean): Generator<readonly [name: string, value: number]> {
  const { outcome, errorCode, tokens } = call;
  const random = new Random(call.words, THROTTLE_STREAM, call.index);
  const refusedFirst = busy && random.chance(0.04) ? random.whole(1, 3) : 0;
  const throttles = refusedFirst + (errorCode === 'ThrottlingException' ? 1 : 0);
  if (throttles > 0) yield ['InvocationThrottles', throttles];
  if (errorCode === 'ValidationException' || errorCode === 'AccessDeniedException') yield ['InvocationClientErrors', 1];
  const brokeOff = errorCode !== null && ACCEPTED_FAILURES.has(errorCode);
  if (brokeOff) yield ['InvocationServerErrors', 1];
  if (outcome !== 'failed' || brokeOff) yield ['Invocations', 1];
  if (outcome === 'failed' && call.counters === 'none') return;
  yield ['InputTokenCount', tokens.input];
  yield ['OutputTokenCount', tokens.output];
  const written = tokens.cacheWrite5m + tokens.cacheWrite1h;
  if (tokens.cacheRead > 0) yield ['CacheReadInputTokenCount', tokens.cacheRead];
  if (written > 0) yield ['CacheWriteInputTokenCount', written];
}

/** The metrics of all places, an hour at a time, made when they are asked for. */
export class MeteredHours {
  private readonly cache = new Map<string, ReadonlyMap<string, Sample[]>>();

  constructor(
    private readonly world: WorldOptions,
    readonly historyFrom: number,
    private readonly routes: Routes,
    private readonly faults: () => Faults,
  ) {}

  /** Forget what was made, because the faults that shaped it have changed. */
  forget(): void {
    this.cache.clear();
  }

  /** Every metric that has values in an hour. */
  metricsOf(place: Place, hour: number): Metric[] {
    return [...this.samplesOf(place, hour).keys()].map((key) => {
      const [name = '', modelId = ''] = key.split('\n');
      return { name, modelId };
    });
  }

  /** The values of a metric in an hour, in order of time. */
  samples(place: Place, hour: number, { name, modelId }: Metric): readonly Sample[] {
    return this.samplesOf(place, hour).get(`${name}\n${modelId}`) ?? [];
  }

  private samplesOf(place: Place, hour: number): ReadonlyMap<string, Sample[]> {
    const key = `${placeKey(place)}/${hour}`;
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const samples = this.make(place, hour);
    for (const oldest of this.cache.keys()) {
      if (this.cache.size < CACHED_HOURS) break;
      this.cache.delete(oldest);
    }
    this.cache.set(key, samples);
    return samples;
  }

  private make(place: Place, hour: number): ReadonlyMap<string, Sample[]> {
    const samples = new Map<string, Sample[]>();
    if (hour * HOUR_MS < this.historyFrom) return samples;
    const busy = activity(place, hour) > BUSY;
    for (const call of callsOfHour(this.world, place, hour)) {
      const at = Math.floor(call.occurredAt / MINUTE_MS) * MINUTE_MS;
      const put = (key: string, value: number): void => {
        const series = samples.get(key) ?? [];
        samples.set(key, series);
        series.push({ at, value });
      };
      const modelId = dimensionOf(call.modelId);
      for (const [name, value] of countsOf(call, busy)) put(`${name}\n${modelId}`, value);
      for (const name of this.deliveriesOf(call)) put(`${name}\n${ACROSS_ALL_MODELS}`, 1);
    }
    return samples;
  }

  private *deliveriesOf(call: SimulatedCall): Generator<string> {
    const { place, occurredAt } = call;
    const faults = this.faults();
    if (!isLogging(place, occurredAt, faults)) return;
    const isLarge = call.bodies === 'inS3' || call.bodies === 'inputInS3';
    const routes: readonly (readonly [name: string, route: DeliveryRoute, used: boolean])[] = [
      ['LogsCloudWatch', 'cloudwatch', hasLogGroup(place, this.routes)],
      ['LogsS3', 's3', hasRecordsInS3(place)],
      ['LargeDataS3', 'largeData', isLarge && place.bucket !== null],
    ];
    for (const [name, route, used] of routes) {
      const outcome = isFailing(place, occurredAt, route, faults) ? 'Failure' : 'Success';
      if (used) yield `ModelInvocation${name}Delivery${outcome}`;
    }
  }
}
