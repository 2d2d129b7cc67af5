import { hash } from 'node:crypto';
import { readModelId } from '../normalise/model-id.js';
import { price } from '../price/price.js';
import { effectiveOf } from '../price/terms.js';
import type { RerateRunStore } from '../store/rerate-runs.store.js';
import type { RepricedUsage, RerateStore, StoredUsage } from '../store/rerate.store.js';
import type { Flag } from '../usage/flags.js';
import { identified, type OwnRules } from './judge.js';

/** What pricing the past again changes, for one month, model and team. Amounts: list in pico-, effective in femto-dollars. */
export interface RerateDifference {
  /** `2026-11`, UTC. */
  readonly month: string;
  readonly model: string | null;
  readonly team: string | null;
  readonly requests: number;
  readonly oldPico: bigint;
  readonly newPico: bigint;
  readonly oldFemto: bigint;
  readonly newFemto: bigint;
}

export interface RerateReport {
  readonly events: number;
  readonly changed: number;
  readonly differences: readonly RerateDifference[];
}

export interface RerateParts {
  readonly store: RerateStore;
  readonly rules: OwnRules;
  /** UTC days; `to` does not belong to the range. */
  readonly range: { readonly from: string; readonly to: string };
  /** Where progress is kept and what is written; `null` only shows what would change. */
  readonly runs: RerateRunStore | null;
  readonly book: string;
  readonly onDay?: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

const PAGE = 4_000;
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/**
 * Prices stored usage again by today's book, mappings and terms, a UTC day at a time, newest first. What comes out the same
 * is not touched; what changes marks its hour, so that the roll-ups follow. A run that was stopped goes on where it was.
 */
export async function rerate({ store, rules, range, runs, book, onDay, signal }: RerateParts): Promise<RerateReport> {
  // A run that was stopped is gone on with only under the same book and the same rules.
  const basis = `${book}+${hash('sha256', JSON.stringify([rules.mappings, rules.terms])).slice(0, 8)}`;
  const run = runs === null ? null : await runs.beginOrResume({ ...range, book: basis });
  const days = (await store.daysWithUsage(range.from, range.to)).filter((day) => run === null || day < run.doneTo);
  const differences = new Differences();
  let events = run?.events ?? 0;
  let changed = run?.changed ?? 0;
  for (const [index, day] of days.entries()) {
    let after = BEFORE_ALL_IDS;
    for (;;) {
      signal.throwIfAborted();
      const page = await store.usageOf(day, after, PAGE);
      const repriced = page.flatMap((stored) => {
        const again = priceAgain(stored, rules);
        if (again === null) return [];
        differences.add(stored, again);
        return [again];
      });
      events += page.length;
      changed += repriced.length;
      const isLast = page.length < PAGE;
      if (run !== null && runs !== null && (repriced.length > 0 || isLast)) {
        await store.write(day, repriced, async (client) => {
          if (isLast) await runs.finishDay(client, run.runId, day, { events, changed });
        });
      }
      after = page.at(-1)?.eventId ?? after;
      if (isLast) break;
    }
    onDay?.(index + 1, days.length);
  }
  const report = { events, changed, differences: differences.list() };
  if (run !== null) await runs?.finish(run.runId, report.differences.map(printDifference));
  return report;
}

/** The call with its price as it would be found today; `null` when nothing but the version of the book differs. */
export function priceAgain(stored: StoredUsage, rules: OwnRules): RepricedUsage | null {
  const usage = identified(
    {
      ...loggedFacts(stored),
      cloud: stored.cloud,
      accountId: stored.accountId,
      region: stored.region,
      modelId: stored.modelId,
      occurredAt: stored.occurredAt.toISOString(),
      speed: stored.speed,
      batch: stored.batch,
      inferenceGeo: stored.inferenceGeo,
      stopReason: stored.stopReason,
      tokens: {
        input: stored.input,
        cacheRead: stored.cacheRead,
        cacheWrite5m: stored.cacheWrite5m,
        cacheWrite1h: stored.cacheWrite1h,
        output: stored.output,
      },
      webSearchRequests: stored.webSearchRequests,
    },
    rules,
  );
  const again = price(usage, rules.book);
  const effective = effectiveOf(again, usage, rules.terms, rules.book);
  const priced = 'priced' in again ? again.priced : null;
  const unpriced = 'unpriced' in again ? again.unpriced : null;
  const isSame =
    stored.costPico === (priced?.total ?? null) &&
    stored.effectiveFemto === (effective?.femto ?? null) &&
    stored.entry === (priced?.basis.entry ?? null) &&
    stored.tier === (priced?.basis.tier ?? null) &&
    stored.unpriced === unpriced &&
    stored.model === usage.model &&
    stored.endpointScope === usage.endpointScope &&
    sameTexts(stored.priceRules, priced?.basis.rules) &&
    sameTexts(stored.terms, effective?.terms);
  if (isSame) return null;
  const { accountId, region, sourceId, modelId, serviceTier, outcome, team } = stored;
  const { cloud, model, vendor, endpointScope, speed, flags, provenance } = usage;
  return {
    eventId: stored.eventId,
    series: {
      cloud,
      accountId,
      region,
      sourceId,
      modelId,
      model,
      vendor,
      endpointScope,
      serviceTier,
      outcome,
      team,
      basis: priced?.basis ?? null,
      terms: effective?.terms ?? [],
      unpriced,
    },
    price: again,
    effectiveFemto: effective?.femto ?? null,
    speed,
    flags,
    provenance,
  };
}

/** What the log itself said of model and scope, before any mapping or profile: from the id, or from the body where only that told. */
function loggedFacts({ cloud, modelId, region, model, vendor, flags, provenance }: StoredUsage) {
  const read = readModelId(cloud, modelId, region);
  const wasIdentified = flags.some((flag) => BY_US.has(flag));
  const asLogged = new Set(flags.filter((flag) => !BY_US.has(flag)));
  if (wasIdentified && read.endpointScope === 'unknown') asLogged.add('scopeUnknown');
  if (provenance.model === 'body' || provenance.model === 'bodyInS3') {
    return { model, vendor, endpointScope: read.endpointScope, flags: [...asLogged], provenance };
  }
  if (read.model !== null) asLogged.delete('modelUnknown');
  else if (wasIdentified) asLogged.add('modelUnknown');
  const from = read.model === null ? ('absent' as const) : ('modelId' as const);
  return {
    model: read.model,
    vendor: read.vendor,
    endpointScope: read.endpointScope,
    flags: [...asLogged],
    provenance: { ...provenance, model: from },
  };
}

/** Flags that a mapping or a profile set, not the log. */
const BY_US: ReadonlySet<Flag> = new Set(['mapped', 'mappingDisagrees', 'profileResolved', 'profileDisagrees']);

/** A difference as it is printed and kept: decimal texts, because JSON has no whole numbers of that size. */
export function printDifference(difference: RerateDifference): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(difference).map(([key, value]) => [key, typeof value === 'bigint' ? value.toString() : value]),
  );
}

const sameTexts = (a: readonly string[] | null | undefined, b: readonly string[] | null | undefined) =>
  (a ?? []).join('\n') === (b ?? []).join('\n');

class Differences {
  private readonly byKey = new Map<string, RerateDifference>();

  add(stored: StoredUsage, { series, price: again, effectiveFemto }: RepricedUsage): void {
    const month = stored.occurredAt.toISOString().slice(0, 7);
    const { model, team } = series;
    const key = JSON.stringify([month, model, team]);
    const known = this.byKey.get(key) ?? {
      month,
      model,
      team,
      requests: 0,
      oldPico: 0n,
      newPico: 0n,
      oldFemto: 0n,
      newFemto: 0n,
    };
    this.byKey.set(key, {
      ...known,
      requests: known.requests + 1,
      oldPico: known.oldPico + (stored.costPico ?? 0n),
      newPico: known.newPico + ('priced' in again ? again.priced.total : 0n),
      oldFemto: known.oldFemto + (stored.effectiveFemto ?? 0n),
      newFemto: known.newFemto + (effectiveFemto ?? 0n),
    });
  }

  /** The newest month first, then the largest change of the list cost. */
  list(): RerateDifference[] {
    const size = ({ oldPico, newPico }: RerateDifference) =>
      newPico > oldPico ? newPico - oldPico : oldPico - newPico;
    return [...this.byKey.values()].toSorted(
      (a, b) => b.month.localeCompare(a.month) || (size(b) > size(a) ? 1 : size(b) < size(a) ? -1 : 0),
    );
  }
}
