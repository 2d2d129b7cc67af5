import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Pricing } from '../price/pricing.js';
import { lineOfMeter, underBilledScope } from '../reconcile/azure-bill.js';
import type { ComputedAmount } from '../reconcile/compared.js';
import { computedAmounts, unloggedAmounts } from '../reconcile/computed-amounts.js';
import { reconcile } from '../reconcile/reconcile.js';
import { billedLines, billedMeters } from '../store/questions/billed-lines.js';
import { billedAccounts, billsRead, daysBilled } from '../store/questions/bills-read.js';
import { computedByDay } from '../store/questions/computed-by-day.js';
import { inSnapshot, type Queryable } from '../store/snapshot.js';
import { formatFemtoUsd } from '../usage/money.js';
import { DAY_MS, type Window } from '../usage/window.js';
import { reconciliationAnswerSchema, type ReconciliationAnswer } from './answers/reconciliation.js';
import { Access } from './auth/access.js';
import { amountsByClass } from './by-class.js';
import { Documented } from './documented.js';
import { reconciliationQuery, type ReconciliationQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL, PRICING } from './serve.tokens.js';
import { shapeReconciliation, shapeUnread } from './shape-reconciliation.js';
import { UnloggedHoursReader } from './unlogged-hours.reader.js';

@ApiTags('usage')
@Access('wholeFigures')
@Controller('api/v1/reconciliation')
export class ReconciliationController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
    @Inject(PRICING) private readonly pricing: Pricing,
    @Inject(UnloggedHoursReader) private readonly unlogged: UnloggedHoursReader,
  ) {}

  @Get()
  @Documented(
    'getReconciliation',
    'What clouds billed against what was computed, with every cause of the difference.',
    reconciliationAnswerSchema,
  )
  async getReconciliation(
    @Query({ schema: reconciliationQuery }) query: ReconciliationQuery,
  ): Promise<ReconciliationAnswer> {
    const { basis = 'list', cloud, accountId, model, ...asked } = query;
    // Bills are cut at midnight of UTC, and nowhere else.
    const days = wholeDays(this.questions.readOfEverybody({ ...asked, timeZone: 'UTC' }).range);
    const [told, unlogged] = await Promise.all([
      inSnapshot(this.pool, (snapshot) => ask(snapshot, days)),
      this.unlogged.read(days),
    ]);
    const billed = [...told.lines, ...told.meters.map(lineOfMeter)];
    const scopes = new Set(
      told.accounts.filter((account) => account.cloud === 'foundry').map((known) => known.accountId),
    );
    const computed = told.computed
      .flatMap((sums) => computedAmounts(sums, basis))
      .map((amount) => underBilledScope(amount, scopes));
    const named = new Set(told.accounts.map((account) => `${account.cloud} ${account.accountId}`));
    const hasBill = (amount: ComputedAmount) => named.has(`${amount.cloud} ${amount.accountId}`);
    const isAsked = (of: { readonly cloud: string; readonly accountId: string; readonly model: string | null }) =>
      isAmong(cloud, of.cloud) && isAmong(accountId, of.accountId) && isAmong(model, of.model ?? '');

    const places = reconcile({
      billed,
      computed: computed.filter(hasBill),
      unlogged: unlogged.flatMap(unloggedAmounts),
      days: told.days,
    });
    return {
      range: { from: isoOf(days.from), to: isoOf(days.to), timeZone: 'UTC', bucket: 'day' },
      basis,
      priceBook: this.pricing.book.version,
      ...shapeReconciliation(places.filter(isAsked)),
      withoutBill: withoutBill(computed.filter((amount) => !hasBill(amount) && isAsked(amount))),
      unreadLines: shapeUnread(billed.filter(isAsked)),
      bills: told.bills.map((bill) => ({ ...bill, readAt: isoOf(bill.readAt), changedAt: isoOf(bill.changedAt) })),
    };
  }
}

async function ask(database: Queryable, days: Window) {
  const sums = await computedByDay(database, days);
  return {
    computed: sums.map((row) => ({
      ...row,
      counted: row,
      amounts: amountsByClass(row),
    })),
    lines: await billedLines(database, days),
    meters: await billedMeters(database, days),
    days: await daysBilled(database, days),
    bills: await billsRead(database, days),
    accounts: await billedAccounts(database),
  };
}

function withoutBill(amounts: readonly ComputedAmount[]): ReconciliationAnswer['withoutBill'] {
  const sums = new Map<string, { readonly first: ComputedAmount; femto: bigint }>();
  for (const amount of amounts) {
    const key = `${amount.cloud} ${amount.accountId}`;
    const known = sums.get(key) ?? { first: amount, femto: 0n };
    sums.set(key, known);
    known.femto += amount.femto;
  }
  return [...sums.values()].map(({ first, femto }) => ({
    cloud: first.cloud,
    accountId: first.accountId,
    computedUsd: formatFemtoUsd(femto),
  }));
}

function isAmong(wanted: readonly string[] | undefined, value: string): boolean {
  return wanted === undefined || wanted.includes(value);
}

/** The days that a range touches. */
function wholeDays({ from, to }: Window): Window {
  return { from: Math.floor(from / DAY_MS) * DAY_MS, to: Math.ceil(to / DAY_MS) * DAY_MS };
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
