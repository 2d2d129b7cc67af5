import type { BilledUsage, LeftOutCharge } from '../../usage/billed-usage.js';
import { DAY_MS, type Window } from '../../usage/window.js';
import { SourceUnavailable } from '../log-source.js';
import { ArmReader } from './arm.reader.js';
import type { AzureAccess } from './azure-access.js';
import { isClaudeMeter, type MeterWords } from './claude-meters.js';
import { type CostTable, costTableSchema, dayOf, MissingColumns, rowsByName } from './cost-table.js';

const API_VERSION = '2022-10-01';

export interface FoundryCostSettings extends AzureAccess {
  readonly id: string;
  /** A subscription or a resource group. */
  readonly scope: string;
  readonly meterFilter: readonly string[];
}

/** What was billed for Claude, and what else the scope was billed, which is not kept by day. */
interface BillRead {
  readonly billed: readonly BilledUsage[];
  readonly leftOut: readonly LeftOutCharge[];
}

const COLUMNS = {
  day: ['UsageDate'],
  cost: ['Cost', 'totalCost'],
  currency: ['Currency'],
  meter: ['Meter', 'MeterName'],
  quantity: ['UsageQuantity', 'totalQuantity'],
  unit: ['UnitOfMeasure'],
} as const;

/**
 * What Azure billed for Claude, by day and meter: newer deployments under one meter of Claude Consumption Units (0.01 USD
 * each), older ones under meters of their models. The meters stand under the resource group or the subscription, not under
 * the Foundry resource, and some five hours late.
 *
 * A query is grouped by two dimensions at most, so that in which categories a meter stands is asked for beside its amounts.
 * https://learn.microsoft.com/rest/api/cost-management/query/usage
 */
export class FoundryCostReader {
  private readonly arm: ArmReader;

  constructor(private readonly settings: FoundryCostSettings) {
    this.arm = new ArmReader(settings.id, settings);
  }

  /** Every day and meter of a window of whole UTC days. Throws SourceUnavailable. */
  async read(window: Window, signal: AbortSignal): Promise<BillRead> {
    const daily = await this.ask(window, 'Daily', ['Meter', 'UnitOfMeasure'], signal);
    const charges = daily.flatMap((table) => this.chargesOf(table)).filter(({ day }) => isWithin(window, day));
    const categories = await this.wordsOf(window, 'MeterCategory', signal);
    const subCategories = await this.wordsOf(window, 'MeterSubCategory', signal);
    const wordsOf = (meter: string): MeterWords => ({
      meter,
      categories: categories.get(meter) ?? [],
      subCategories: subCategories.get(meter) ?? [],
    });
    const meters = new Set(charges.map(({ meter }) => meter));
    const own = new Set([...meters].filter((meter) => isClaudeMeter(wordsOf(meter), this.settings.meterFilter)));
    return {
      billed: charges.filter(({ meter }) => own.has(meter)),
      leftOut: charges
        .filter(({ meter }) => !own.has(meter))
        .map(({ meter, cost, currency }) => {
          const words = wordsOf(meter);
          return { meter, category: [...words.categories, ...words.subCategories].join(', '), cost, currency };
        }),
    };
  }

  /** The words of one kind by meter. A dimension that this scope does not have tells nothing, and names alone decide. */
  private async wordsOf(window: Window, dimension: string, signal: AbortSignal): Promise<Map<string, string[]>> {
    const words = new Map<string, string[]>();
    let tables: CostTable[];
    try {
      tables = await this.ask(window, 'None', ['Meter', dimension], signal);
    } catch (error) {
      if (error instanceof SourceUnavailable && error.reason === 'invalid') return words;
      throw error;
    }
    const spellings = { meter: COLUMNS.meter, word: [dimension] };
    for (const of of tables.flatMap((table) => this.named(table, spellings, ['meter', 'word']))) {
      const meter = of('meter') ?? '';
      words.set(meter, [...(words.get(meter) ?? []), of('word') ?? '']);
    }
    return words;
  }

  private chargesOf(table: CostTable): BilledUsage[] {
    return this.named(table, COLUMNS, ['day', 'cost', 'currency', 'meter']).map((of) => ({
      cloud: 'foundry',
      scope: this.settings.scope,
      day: dayOf(of('day') ?? ''),
      meter: of('meter') ?? '',
      unit: of('unit'),
      quantity: of('quantity'),
      cost: of('cost') ?? '0',
      currency: of('currency') ?? '',
    }));
  }

  private named<Name extends string>(
    table: CostTable,
    spellings: Readonly<Record<Name, readonly string[]>>,
    needed: readonly NoInfer<Name>[],
  ) {
    try {
      return rowsByName(table, spellings, needed);
    } catch (error) {
      if (!(error instanceof MissingColumns)) throw error;
      throw new SourceUnavailable(this.settings.id, 'invalid', error.message);
    }
  }

  /** Every page of an answer. */
  private async ask(
    { from, to }: Window,
    granularity: 'Daily' | 'None',
    groupBy: readonly string[],
    signal: AbortSignal,
  ): Promise<CostTable[]> {
    const { scope } = this.settings;
    const body = {
      type: 'ActualCost',
      timeframe: 'Custom',
      // The last day belongs to it.
      timePeriod: { from: new Date(from).toISOString(), to: new Date(to - 1).toISOString() },
      dataset: {
        granularity,
        aggregation: {
          totalCost: { name: 'Cost', function: 'Sum' },
          totalQuantity: { name: 'UsageQuantity', function: 'Sum' },
        },
        grouping: groupBy.map((name) => ({ type: 'Dimension', name })),
      },
    };
    const asked = {
      what: `costs of ${scope}`,
      role: 'Cost Management Reader',
      on: 'the subscription or the resource group',
      ifAbsent: 'scope',
    };
    const tables: CostTable[] = [];
    let path: string | null = `${scope}/providers/Microsoft.CostManagement/query`;
    while (path !== null) {
      const query: Record<string, string> = path.includes('?') ? {} : { 'api-version': API_VERSION };
      const answer: { readonly properties: CostTable } | null = await this.arm.ask(
        { path, query, body, schema: costTableSchema, asked },
        signal,
      );
      if (answer !== null) tables.push(answer.properties);
      path = answer?.properties.nextLink ?? null;
    }
    return tables;
  }
}

function isWithin({ from, to }: Window, day: string): boolean {
  const at = Date.parse(day);
  return at >= from && at < to;
}

/** The whole UTC days that a reading asks for: bills of the past change for a while, and a year is answered at once. */
export function billedWindow(now: number, historyDays: number): Window {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return { from: today - Math.min(historyDays, 364) * DAY_MS, to: today + DAY_MS };
}
