import { RestError } from '../rest/rest.js';

const DAY_MS = 86_400_000;

/** A question to Cost Management, read. */
export interface CostQuery {
  /** Milliseconds since 1970, half-open, whole days. */
  readonly from: number;
  readonly to: number;
  readonly daily: boolean;
  /** Names of the columns that are summed. */
  readonly sums: readonly CostColumn[];
  readonly groupBy: readonly string[];
  readonly lets: (dimensions: Readonly<Record<string, string>>) => boolean;
}

export const COST_COLUMNS = ['Cost', 'CostUSD', 'PreTaxCost', 'PreTaxCostUSD', 'UsageQuantity'] as const;
export type CostColumn = (typeof COST_COLUMNS)[number];

type Fields = Readonly<Record<string, unknown>>;
type Test = CostQuery['lets'];

function bad(message: string): RestError {
  return new RestError(400, 'BadRequest', message);
}

function fieldsOf(name: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw bad(`Invalid query definition: ${name} must be an object.`);
}

function listOf(name: string, value: unknown, most: number): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.length <= most) return value;
  throw bad(`Invalid query definition: ${name} must be a list of at most ${most}.`);
}

function dayOf(name: string, value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw bad(`Invalid query definition: ${name} is not a time.`);
  return Math.floor(at / DAY_MS) * DAY_MS;
}

function monthStart(now: number, back: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back);
}

function periodOf(body: Fields, now: number): { from: number; to: number } {
  const tomorrow = (Math.floor(now / DAY_MS) + 1) * DAY_MS;
  switch (body['timeframe']) {
    case 'MonthToDate':
    case 'BillingMonthToDate':
      return { from: monthStart(now, 0), to: tomorrow };
    case 'TheLastMonth':
    case 'TheLastBillingMonth':
      return { from: monthStart(now, 1), to: monthStart(now, 0) };
    case 'WeekToDate':
      return { from: tomorrow - DAY_MS * (new Date(now).getUTCDay() + 1), to: tomorrow };
    case 'Custom': {
      const { from, to } = fieldsOf('timePeriod', body['timePeriod']);
      // The last day counts as a whole, whatever time of it is given.
      return { from: dayOf('timePeriod.from', from), to: dayOf('timePeriod.to', to) + DAY_MS };
    }
    default:
      throw bad(`Invalid query definition: timeframe ${JSON.stringify(body['timeframe'])} is not supported.`);
  }
}

function testOf(filter: unknown): Test {
  if (filter === undefined) return () => true;
  const { and, or, dimensions } = fieldsOf('filter', filter);
  if (and !== undefined) {
    const tests = listOf('filter.and', and, 100).map((inner) => testOf(inner));
    return (line) => tests.every((test) => test(line));
  }
  if (or !== undefined) {
    const tests = listOf('filter.or', or, 100).map((inner) => testOf(inner));
    return (line) => tests.some((test) => test(line));
  }
  const { name, operator, values } = fieldsOf('filter.dimensions', dimensions);
  if (typeof name !== 'string' || operator !== 'In') throw bad('Invalid query definition: a filter needs name and In.');
  const wanted = new Set(listOf('filter.dimensions.values', values, 1000).map((value) => String(value).toLowerCase()));
  return (line) => wanted.has((line[name] ?? '').toLowerCase());
}

/** The body of a query or a forecast, or the 400 that says what is wrong with it. */
export function readCostQuery(body: Fields, now: number): CostQuery {
  const dataset = fieldsOf('dataset', body['dataset']);
  const aggregation = Object.values(fieldsOf('dataset.aggregation', dataset['aggregation']));
  const sums = listOf('dataset.aggregation', aggregation, 2).map((value) => {
    const { name } = fieldsOf('dataset.aggregation', value);
    const known = COST_COLUMNS.find((column) => column === name);
    if (known === undefined) throw bad(`Invalid query definition: aggregation of ${String(name)} is not supported.`);
    return known;
  });
  const groupBy = listOf('dataset.grouping', dataset['grouping'], 2).map((value) => {
    const { type, name } = fieldsOf('dataset.grouping', value);
    if (type === 'Dimension' && typeof name === 'string') return name;
    throw bad('Invalid query definition: grouping must be by a dimension.');
  });
  const { granularity } = dataset;
  if (granularity !== 'Daily' && granularity !== 'None' && granularity !== undefined) {
    throw bad(`Invalid query definition: granularity ${JSON.stringify(granularity)} is not supported.`);
  }
  return {
    ...periodOf(body, now),
    daily: granularity === 'Daily',
    sums,
    groupBy,
    lets: testOf(dataset['filter']),
  };
}
