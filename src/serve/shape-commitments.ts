import { type Commitment, type Commitments, type HourOfUse, shareCommitment } from '../price/commitments.js';
import { startOf } from '../price/dated-rules.js';
import type { LabelledUsage } from '../store/questions/usage-by-label.js';
import { formatUsd, type PicoUsd } from '../usage/money.js';
import type { Window } from '../usage/window.js';
import type { CommitmentsAnswer } from './answers/commitments.js';
import { tokensOf } from './shape-usage.js';
import { groupedBy } from '../usage/grouped-by.js';

/** Hourly use of provisioned calls; the label is the commitment that they draw on. */
export type ProvisionedUse = LabelledUsage<Commitment | null>;

export interface CommitmentUse {
  /** Hours that count. */
  readonly window: Window;
  /** Of all provisioned calls: shares are by the use of everybody. */
  readonly all: readonly ProvisionedUse[];
  /** Of those that the filter leaves. */
  readonly filtered: readonly ProvisionedUse[];
}

/** Each commitment with what it cost and whom its cost falls to, and the sums of them. */
export function shapeCommitments(
  commitments: Commitments,
  { window, all, filtered }: CommitmentUse,
): Pick<CommitmentsAnswer, 'totals' | 'rows' | 'commitments' | 'uncovered'> {
  const shared = commitments.map((commitment) => {
    const drawn = (use: readonly ProvisionedUse[]) => use.filter(({ label }) => label?.name === commitment.name);
    return { commitment, ...shareOf(commitment, window, drawn(all), drawn(filtered)) };
  });
  const uncovered = filtered.filter(({ label }) => label === null);
  return {
    totals: shapeAmounts(
      shared.map(({ amounts }) => amounts),
      shared.flatMap(({ use }) => use),
    ),
    rows: shapeRows(
      shared.flatMap(({ use }) => use),
      shared.flatMap(({ shares }) => shares),
    ),
    commitments: shared.map(({ commitment, amounts, use, shares }) => ({
      name: commitment.name,
      from: startOf(commitment.from),
      to: commitment.to === undefined ? null : startOf(commitment.to),
      usd: commitment.usd,
      per: commitment.per,
      ...shapeAmounts([amounts], use),
      rows: shapeRows(use, shares),
    })),
    uncovered: useOf(uncovered),
  };
}

interface Amounts {
  readonly hours: number;
  readonly usedHours: number;
  readonly fixed: PicoUsd;
  readonly shared: PicoUsd;
  readonly outside: PicoUsd;
  readonly idle: PicoUsd;
}

interface Share {
  readonly key: string;
  readonly amount: PicoUsd;
}

/** The key of calls that the filter leaves out; a group is a JSON object. */
const OUTSIDE = 'outside the filter';

function shareOf(
  commitment: Commitment,
  window: Window,
  all: readonly ProvisionedUse[],
  filtered: readonly ProvisionedUse[],
): { readonly amounts: Amounts; readonly shares: readonly Share[]; readonly use: readonly ProvisionedUse[] } {
  const hours = shareCommitment(commitment, window, [...filtered.map(hourOfUse), ...useOutside(all, filtered)]);
  const shares = hours.flatMap((hour) => hour.shares);
  const within = shares.filter(({ key }) => key !== OUTSIDE);
  const total = sum(shares.map(({ amount }) => amount));
  const shared = sum(within.map(({ amount }) => amount));
  return {
    amounts: {
      hours: hours.length,
      usedHours: hours.filter((hour) => hour.shares.length > 0).length,
      fixed: sum(hours.map(({ cost }) => cost)),
      shared,
      outside: total - shared,
      idle: sum(hours.map(({ idle }) => idle)),
    },
    shares: within,
    use: filtered,
  };
}

function sum(amounts: readonly PicoUsd[]): PicoUsd {
  return amounts.reduce((a, b) => a + b, 0n);
}

function hourOfUse({ bucket, group, sums }: ProvisionedUse): HourOfUse {
  return { hour: Date.parse(bucket ?? ''), key: JSON.stringify(group), weight: BigInt(tokensOf(sums)) };
}

/** What of each hour's use the filter leaves out. */
function useOutside(all: readonly ProvisionedUse[], filtered: readonly ProvisionedUse[]): HourOfUse[] {
  const weights = new Map<number, bigint>();
  const add = (use: readonly ProvisionedUse[], sign: bigint) => {
    for (const { hour, weight } of use.map(hourOfUse)) weights.set(hour, (weights.get(hour) ?? 0n) + sign * weight);
  };
  add(all, 1n);
  add(filtered, -1n);
  return [...weights].map(([hour, weight]) => ({ hour, key: OUTSIDE, weight }));
}

function useOf(use: readonly ProvisionedUse[]) {
  return {
    requests: use.reduce((sum, { sums }) => sum + sums.requests, 0),
    tokens: use.reduce((sum, { sums }) => sum + tokensOf(sums), 0),
  };
}

function shapeAmounts(parts: readonly Amounts[], use: readonly ProvisionedUse[]): CommitmentsAnswer['totals'] {
  const count = (of: (amounts: Amounts) => number) => parts.reduce((sum, amounts) => sum + of(amounts), 0);
  const usd = (of: (amounts: Amounts) => PicoUsd) => formatUsd(parts.reduce((sum, amounts) => sum + of(amounts), 0n));
  return {
    hours: count(({ hours }) => hours),
    usedHours: count(({ usedHours }) => usedHours),
    fixedCostUsd: usd(({ fixed }) => fixed),
    sharedUsd: usd(({ shared }) => shared),
    outsideFilterUsd: usd(({ outside }) => outside),
    idleUsd: usd(({ idle }) => idle),
    ...useOf(use),
  };
}

function shapeRows(use: readonly ProvisionedUse[], shares: readonly Share[]): CommitmentsAnswer['rows'] {
  const groups = groupedBy(use, ({ group }) => JSON.stringify(group));
  const amounts = new Map<string, PicoUsd>();
  for (const { key, amount } of shares) amounts.set(key, (amounts.get(key) ?? 0n) + amount);
  return [...groups]
    .map(([key, members]) => ({ key, members, amount: amounts.get(key) ?? 0n }))
    .toSorted((a, b) => (a.amount > b.amount ? -1 : a.amount < b.amount ? 1 : a.key < b.key ? -1 : 1))
    .map(({ members, amount }) => ({
      group: members[0]?.group ?? {},
      ...useOf(members),
      costUsd: formatUsd(amount),
    }));
}
