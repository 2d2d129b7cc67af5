import {
  CostExplorerClient,
  type Expression,
  GetCostAndUsageCommand,
  type GroupDefinition,
} from '@aws-sdk/client-cost-explorer';
import type { BedrockCostConfig } from '../../runtime/config/bill-schema.js';
import type { Window } from '../../usage/window.js';
import type { BillPage, BillReader } from '../bill-reader.js';
import { awsClientSettings } from './aws-access.js';
import { sourceUnavailable } from './aws-errors.js';

/** Services under which Claude may be billed: its own, and a product of AWS Marketplace for each model. */
const MAY_HOLD_CLAUDE = /claude|anthropic|bedrock/i;

interface Group {
  readonly day: string;
  readonly keys: readonly [first: string, second: string];
  readonly cost: string;
  readonly currency: string;
  readonly quantity: string;
  readonly unit: string;
}

/**
 * What AWS billed, asked of Cost Explorer, for whoever has no export: 0.01 USD a request, and two for each account with
 * Claude. It groups by two dimensions at most, so that accounts are found first; charges that are no usage (taxes, credits,
 * discounts) are asked for by their type. Rows have the columns of the cost and usage report.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
 */
export class CostExplorerReader implements BillReader {
  private readonly client: CostExplorerClient;

  constructor(private readonly settings: BedrockCostConfig) {
    const { accountId, credentials, endpoint } = settings;
    // Cost Explorer answers there for all regions.
    this.client = new CostExplorerClient(
      awsClientSettings({ accountId, region: 'us-east-1', credentials, endpoint }, 'costExplorer'),
    );
  }

  async *read(window: Window, signal: AbortSignal): AsyncGenerator<BillPage> {
    const found = await this.groups(window, ['LINKED_ACCOUNT', 'SERVICE'], undefined, signal);
    const services = new Map<string, Set<string>>();
    const others = new Map<string, number>();
    for (const { day, keys } of found) {
      const [account, service] = keys;
      if (MAY_HOLD_CLAUDE.test(service)) services.set(account, (services.get(account) ?? new Set()).add(service));
      else others.set(day, (others.get(day) ?? 0) + 1);
    }
    yield { part: '', window, rows: [], leftOut: [...others].map(([day, rows]) => ({ day, rows })) };
    for (const [account, names] of services) {
      const here = [dimension('LINKED_ACCOUNT', [account]), dimension('SERVICE', [...names])];
      const usage = dimension('RECORD_TYPE', ['Usage']);
      const used = await this.groups(window, ['SERVICE', 'USAGE_TYPE'], { And: [...here, usage] }, signal);
      yield { part: '', window, rows: used.map((group) => rowOf(account, 'Usage', group.keys[1], group)) };
      const beside = { And: [...here, { Not: usage }] };
      const charges = await this.groups(window, ['SERVICE', 'RECORD_TYPE'], beside, signal);
      yield { part: '', window, rows: charges.map((group) => rowOf(account, group.keys[1], group.keys[1], group)) };
    }
  }

  close(): void {
    this.client.destroy();
  }

  private async groups(
    { from, to }: Window,
    by: readonly [string, string],
    filter: Expression | undefined,
    signal: AbortSignal,
  ): Promise<Group[]> {
    const groups: Group[] = [];
    let token: string | undefined;
    do {
      const answer = await this.ask(
        new GetCostAndUsageCommand({
          // The end does not belong to it.
          TimePeriod: { Start: dayOf(from), End: dayOf(to) },
          Granularity: 'DAILY',
          Metrics: ['UnblendedCost', 'UsageQuantity'],
          GroupBy: by.map((Key): GroupDefinition => ({ Type: 'DIMENSION', Key })),
          ...(filter === undefined ? {} : { Filter: filter }),
          ...(token === undefined ? {} : { NextPageToken: token }),
        }),
        signal,
      );
      for (const { TimePeriod: period, Groups: found = [] } of answer.ResultsByTime ?? []) {
        for (const { Keys: [first = '', second = ''] = [], Metrics: metrics = {} } of found) {
          const { Amount: cost = '', Unit: currency = 'USD' } = metrics['UnblendedCost'] ?? {};
          const { Amount: quantity = '', Unit: unit = '' } = metrics['UsageQuantity'] ?? {};
          groups.push({ day: period?.Start ?? '', keys: [first, second], cost, currency, quantity, unit });
        }
      }
      token = answer.NextPageToken;
    } while (token !== undefined);
    return groups;
  }

  private async ask(command: GetCostAndUsageCommand, signal: AbortSignal) {
    try {
      return await this.client.send(command, { abortSignal: signal });
    } catch (error) {
      signal.throwIfAborted();
      const what = `Cost Explorer of account ${this.settings.accountId}`;
      const request = { what, permission: 'ce:GetCostAndUsage', ifAbsent: 'accountId' };
      throw sourceUnavailable(this.settings.id, request, error);
    }
  }
}

function dimension(Key: 'LINKED_ACCOUNT' | 'SERVICE' | 'RECORD_TYPE', Values: string[]): Expression {
  return { Dimensions: { Key, Values } };
}

function rowOf(account: string, type: string, usageType: string, { day, keys, ...amounts }: Group) {
  return {
    line_item_usage_account_id: account,
    line_item_line_item_type: type,
    line_item_usage_start_date: day,
    line_item_usage_type: usageType,
    line_item_usage_amount: amounts.quantity,
    line_item_currency_code: amounts.currency,
    line_item_unblended_cost: amounts.cost,
    pricing_unit: amounts.unit === 'N/A' ? '' : amounts.unit,
    product_product_name: keys[0],
  };
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
