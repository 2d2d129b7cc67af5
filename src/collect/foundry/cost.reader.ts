import { z } from 'zod';
import type { BilledUsage } from '../../usage/billed-usage.js';
import { DAY_MS, type Window } from '../../usage/window.js';
import { SourceUnavailable } from '../log-source.js';
import { ArmReader } from './arm.reader.js';
import type { AzureAccess } from './azure-access.js';

const API_VERSION = '2022-10-01';

export interface FoundryCostSettings extends AzureAccess {
  readonly id: string;
  /** A subscription or a resource group. */
  readonly scope: string;
  readonly meterFilter: readonly string[];
}

const tableSchema = z.object({
  properties: z.object({
    columns: z.array(z.object({ name: z.string() })),
    rows: z.array(z.array(z.union([z.string(), z.null()]))),
    nextLink: z.string().nullish(),
  }),
});
type Table = z.output<typeof tableSchema>['properties'];

/**
 * What Azure billed for Claude, by day and meter: newer deployments under one meter of Claude Consumption Units (0.01 USD
 * each), older ones under meters of their models. The meters stand under the resource group or the subscription, not under
 * the Foundry resource, and some five hours late.
 * https://learn.microsoft.com/rest/api/cost-management/query/usage
 */
export class FoundryCostReader {
  private readonly arm: ArmReader;

  constructor(private readonly settings: FoundryCostSettings) {
    this.arm = new ArmReader(settings.id, settings);
  }

  /** Every day and meter of a window of whole UTC days. Throws SourceUnavailable. */
  async read({ from, to }: Window, signal: AbortSignal): Promise<BilledUsage[]> {
    const { scope, meterFilter } = this.settings;
    const body = {
      type: 'ActualCost',
      timeframe: 'Custom',
      // The last day belongs to it.
      timePeriod: { from: new Date(from).toISOString(), to: new Date(to - 1).toISOString() },
      dataset: {
        granularity: 'Daily',
        aggregation: {
          totalCost: { name: 'Cost', function: 'Sum' },
          totalQuantity: { name: 'UsageQuantity', function: 'Sum' },
        },
        grouping: ['Meter', 'UnitOfMeasure'].map((name) => ({ type: 'Dimension', name })),
      },
    };
    const asked = {
      what: `costs of ${scope}`,
      role: 'Cost Management Reader',
      on: 'the subscription or the resource group',
      ifAbsent: 'scope',
    };
    const billed: BilledUsage[] = [];
    let path: string | null = `${scope}/providers/Microsoft.CostManagement/query`;
    while (path !== null) {
      const query: Record<string, string> = path.includes('?') ? {} : { 'api-version': API_VERSION };
      const answer: z.output<typeof tableSchema> | null = await this.arm.ask(
        { path, query, body, schema: tableSchema, asked },
        signal,
      );
      if (answer !== null) billed.push(...this.rowsOf(answer.properties));
      path = answer?.properties.nextLink ?? null;
    }
    const words = meterFilter.map((word) => word.toLowerCase());
    return billed.filter(({ day, meter }) => {
      const at = Date.parse(day);
      return at >= from && at < to && words.some((word) => meter.toLowerCase().includes(word));
    });
  }

  private rowsOf({ columns, rows }: Table): BilledUsage[] {
    const place = (...names: string[]) => columns.findIndex(({ name }) => names.includes(name));
    const [day, cost, currency, meter] = [
      place('UsageDate'),
      place('Cost', 'totalCost'),
      place('Currency'),
      place('Meter'),
    ];
    const [quantity, unit] = [place('UsageQuantity', 'totalQuantity'), place('UnitOfMeasure')];
    if (Math.min(day, cost, currency, meter) < 0) {
      const seen = columns.map(({ name }) => name).join(', ');
      const words = `the answer of Cost Management lacks UsageDate, Cost, Currency or Meter; it has ${seen}`;
      throw new SourceUnavailable(this.settings.id, 'invalid', words);
    }
    return rows.map((row) => ({
      cloud: 'foundry',
      scope: this.settings.scope,
      day: dayOf(row[day] ?? ''),
      meter: row[meter] ?? '',
      unit: row[unit] || null,
      quantity: row[quantity] ?? null,
      cost: row[cost] ?? '0',
      currency: row[currency] ?? '',
    }));
  }
}

/** `20261118` */
function dayOf(usageDate: string): string {
  return usageDate.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}

/** The whole UTC days that a reading asks for: bills of the past change for a while, and a year is answered at once. */
export function billedWindow(now: number, historyDays: number): Window {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return { from: today - Math.min(historyDays, 364) * DAY_MS, to: today + DAY_MS };
}
