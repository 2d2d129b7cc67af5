import { describe, expect, it } from 'vitest';
import type { BillLine } from '../usage/bill-line.js';
import type { ComputedAmount, DayOfBill, UnloggedAmount } from './compared.js';
import { reconcile } from './reconcile.js';

const DAY = '2026-11-10';
const PLACE = {
  day: DAY,
  cloud: 'bedrock',
  accountId: '111122223333',
  model: 'claude-opus-4-8',
  scope: 'global',
} as const;
const SETTLED: DayOfBill[] = [{ cloud: 'bedrock', day: DAY, readAt: Date.parse('2026-11-20') }];

/** A dollar in femto-dollars. */
const USD = 1_000_000_000_000_000n;

function line(change: Partial<BillLine>): BillLine {
  return {
    ...PLACE,
    kind: 'usage',
    meter: 'USE1-MP:USE1_InputTokenCount_Global-Units',
    product: null,
    region: 'us-east-1',
    tokenClass: 'input',
    variant: 'standard',
    unit: 'Units',
    quantity: '1',
    counted: 1_000_000n,
    cost: '5',
    currency: 'USD',
    costUsd: '5',
    invoiceMonth: '2026-11',
    unread: null,
    rows: 1,
    ...change,
  };
}

/** A million input tokens of Opus 4.8 are 5 USD, a million output tokens 25. */
function computed(change: Partial<ComputedAmount> = {}): ComputedAmount {
  return {
    ...PLACE,
    tokenClass: 'input',
    variant: 'standard',
    counted: 1_000_000n,
    unpriced: 0n,
    femto: 5n * USD,
    ...change,
  };
}
const OUTPUT = computed({ tokenClass: 'output', femto: 25n * USD });
const unlogged = (counted: bigint): UnloggedAmount => ({
  ...PLACE,
  tokenClass: 'input',
  counted,
  femto: (5n * USD * counted) / 1_000_000n,
});
const outputLine = (costUsd: string) => line({ tokenClass: 'output', costUsd });

interface Case {
  readonly billed: readonly BillLine[];
  readonly computed?: readonly ComputedAmount[];
  readonly unlogged?: readonly UnloggedAmount[];
  readonly days?: readonly DayOfBill[];
}

function causesOf({ billed, computed: own = [computed()], unlogged: missing = [], days = SETTLED }: Case) {
  const places = reconcile({ billed, computed: own, unlogged: missing, days });
  for (const { causes, billedFemto, computedFemto } of places) {
    const sum = causes.reduce((total, { femto }) => total + femto, 0n);
    expect(sum).toBe(billedFemto === null ? 0n : billedFemto - computedFemto);
  }
  return places.flatMap(({ causes }) => causes.map(({ cause, femto }) => [cause, Number(femto) / 1e15]));
}

const TABLE: readonly (readonly [string, Case, readonly (readonly [string, number])[]])[] = [
  ['the same on both sides has no cause', { billed: [line({})] }, []],
  ['a bill without any line of the day is not there yet', { billed: [], days: [] }, [['notYetBilled', -5]]],
  [
    'fewer tokens while a day still grows are not billed yet',
    {
      billed: [line({ counted: 400_000n, costUsd: '2' })],
      days: [{ cloud: 'bedrock', day: DAY, readAt: Date.parse('2026-11-12T12:00:00Z') }],
    },
    [['notYetBilled', -3]],
  ],
  [
    'fewer tokens on a settled day are another quantity',
    { billed: [line({ counted: 400_000n, costUsd: '2' })] },
    [['quantityDiffers', -3]],
  ],
  [
    'more tokens, as many as meters counted and no log tells of, are unlogged',
    { billed: [line({ counted: 1_200_000n, costUsd: '6' })], unlogged: [unlogged(200_000n)] },
    [['unlogged', 1]],
  ],
  [
    'what is beyond the unlogged ones is another quantity',
    { billed: [line({ counted: 1_300_000n, costUsd: '6.5' })], unlogged: [unlogged(200_000n)] },
    [
      ['unlogged', 1],
      ['quantityDiffers', 0.5],
    ],
  ],
  [
    'tokens without a price of ours are unpriced',
    { billed: [line({})], computed: [computed({ counted: 0n, unpriced: 1_000_000n, femto: 0n })] },
    [['unpriced', 5]],
  ],
  [
    'credits, discounts, taxes and fees are what they are',
    {
      billed: [
        line({}),
        line({ kind: 'credit', costUsd: '-1', tokenClass: null }),
        line({ kind: 'discount', costUsd: '-0.5', tokenClass: null }),
        line({ kind: 'tax', costUsd: '0.9', tokenClass: null }),
        line({ kind: 'other', costUsd: '2', tokenClass: null }),
      ],
    },
    [
      ['credit', -1],
      ['discount', -0.5],
      ['tax', 0.9],
      ['otherCharge', 2],
    ],
  ],
  ['a last decimal for each row is rounding', { billed: [line({ costUsd: '5.0000000001' })] }, [['rounding', 1e-10]]],
  [
    'one ratio below 1 on every class is a discount',
    { billed: [line({ costUsd: '4.5' }), outputLine('22.5')], computed: [computed(), OUTPUT] },
    [
      ['discount', -0.5],
      ['discount', -2.5],
    ],
  ],
  [
    'one class at another rate is another price',
    { billed: [line({ costUsd: '4.5' }), outputLine('25')], computed: [computed(), OUTPUT] },
    [['wrongPrice', -0.5]],
  ],
  [
    'a single class that is cheaper is another price, for a discount shows on more than one',
    { billed: [line({ costUsd: '4.5' })] },
    [['wrongPrice', -0.5]],
  ],
  [
    'a premium that is not billed is another price, though the ratio is one',
    {
      billed: [line({ scope: 'regional', costUsd: '5' }), { ...outputLine('25'), scope: 'regional' }],
      computed: [
        computed({ scope: 'regional', femto: (55n * USD) / 10n }),
        { ...OUTPUT, scope: 'regional', femto: (275n * USD) / 10n },
      ],
    },
    [
      ['wrongPrice', -0.5],
      ['wrongPrice', -2.5],
    ],
  ],
  [
    'another quantity at another price is both, each with its part',
    { billed: [line({ counted: 2_000_000n, costUsd: '12' })] },
    [
      ['quantityDiffers', 5],
      ['wrongPrice', 2],
    ],
  ],
  [
    'what cannot be read keeps its cost',
    { billed: [line({}), line({ tokenClass: null, model: null, costUsd: '3', unread: 'no class' })] },
    [['unread', 3]],
  ],
  ['a bill in another currency is not compared', { billed: [line({ currency: 'EUR', costUsd: null })] }, []],
];

describe('billed against computed', () => {
  it.each(TABLE)('%s', (_, compared, causes) => {
    expect(causesOf(compared)).toEqual(causes);
  });

  it('tells a unit that was read wrongly from usage', () => {
    const [place] = reconcile({
      billed: [line({ counted: 1_000n })],
      computed: [computed()],
      unlogged: [],
      days: SETTLED,
    });
    expect(place?.causes[0]?.evidence).toContain('a factor of a thousand: compare the unit of the meter');
  });

  it('compares a variant with itself where the bill tells it apart, and with the rest where it does not', () => {
    const batch = computed({ variant: 'batch', femto: (25n * USD) / 10n });
    expect(
      causesOf({ billed: [line({}), line({ variant: 'batch', costUsd: '2.5' })], computed: [computed(), batch] }),
    ).toEqual([]);
    expect(
      causesOf({ billed: [line({ counted: 2_000_000n, costUsd: '7.5' })], computed: [computed(), batch] }),
    ).toEqual([]);
  });

  it('judges no price where tokens of several rates are missing from the bill', () => {
    const long = computed({ variant: 'long-context', femto: 10n * USD });
    expect(causesOf({ billed: [line({})], computed: [computed(), long] })).toEqual([['quantityDiffers', -10]]);
  });

  it('compares as a whole where a bill tells no tokens, and knows a discount by the same ratio on several days', () => {
    const whole = { cloud: 'foundry', accountId: '/subscriptions/x', model: null, scope: 'unknown' } as const;
    const days = ['2026-11-10', '2026-11-11'];
    const billed = days.map((day) => line({ ...whole, day, tokenClass: null, counted: null, costUsd: '4.25' }));
    const own = days.map((day) => computed({ ...whole, day }));
    const read = days.map((day) => ({ cloud: 'foundry', day, readAt: Date.parse('2026-11-20') }) as const);
    expect(causesOf({ billed, computed: own, days: read })).toEqual([
      ['discount', -0.75],
      ['discount', -0.75],
    ]);
    expect(causesOf({ billed: billed.slice(0, 1), computed: own.slice(0, 1), days: read })).toEqual([
      ['unknown', -0.75],
    ]);
  });
});
