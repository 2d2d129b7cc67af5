import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { z } from 'zod';
import { HeldLease, type Lease, type LeasePurpose } from './held-lease.js';
import { LEASE_CHANNEL, LeaseSession } from './lease-session.js';
import { LeaseTurns } from './lease-turns.js';

/** A lease that is not renewed for so long is anybody's. */
const TTL_MS = 30_000;
/** Whoever waits asks again so often, give or take a quarter; a lease that is given back wakes it sooner. */
const ASK_AGAIN_MS = 1_000;
/** A wish that was not repeated for so long is forgotten. */
const WISH_MS = 3_000;
/**
 * Holds for a lease `l` that somebody works under: not expired, and the session of its holder is still there. A process
 * that is killed loses its session at once; one whose machine vanishes keeps its lease until the expiry.
 */
export const LEASE_IS_LIVE = `(l.expires_at > clock_timestamp()
       and (l.session_pid is null or exists (select from pg_stat_activity a where a.pid = l.session_pid)))`;

const takenRows = z.array(z.object({ takenAt: z.string() }));
const givenBackRows = z.array(z.object({ wanted: z.boolean().nullable() }));

/**
 * Leases in the database, so that instances share work instead of doing it twice. Everything goes by the database's clock,
 * in one conditional statement each. Nothing's correctness hangs on a lease: they save work and requests.
 */
export class LeaseStore {
  private readonly session: LeaseSession;
  private readonly waiting = new Map<string, Set<AbortController>>();
  private readonly turns = new LeaseTurns();

  constructor(
    pool: Pool,
    /** The name of this instance. */
    readonly instance: string,
    private readonly ttlMs = TTL_MS,
  ) {
    this.session = new LeaseSession(pool, (name) => this.wake(name));
  }

  /** Does the work under the lease of that name, or nothing (null) when another instance has it. */
  async withLease<T>(
    name: string,
    work: (signal: AbortSignal) => Promise<T>,
    what: LeasePurpose = {},
  ): Promise<{ readonly result: T } | null> {
    const lease = await this.take(name, what);
    if (lease === null) return null;
    try {
      return { result: await work(lease.signal) };
    } finally {
      // A lease that cannot be given back expires; the work counts all the same.
      await lease.release().catch(() => {});
    }
  }

  /** The lease, if it is free. */
  async take(name: string, what: LeasePurpose = {}): Promise<Lease | null> {
    const { rows } = await this.session.query(
      `insert into lease as l (name, holder, session_pid, what, expires_at)
       values ($1, $2, pg_backend_pid(), $3, clock_timestamp() + $4 * interval '1 millisecond')
       on conflict (name) do update
       set    holder      = excluded.holder,
              session_pid = excluded.session_pid,
              what        = excluded.what,
              taken_at    = excluded.taken_at,
              renewed_at  = excluded.renewed_at,
              expires_at  = excluded.expires_at,
              wanted_at   = null
       where  not ${LEASE_IS_LIVE}
       returning taken_at::text as "takenAt"`,
      [name, this.instance, JSON.stringify(what), this.ttlMs],
    );
    const [taken] = takenRows.parse(rows);
    return taken === undefined ? null : this.hold(name, taken.takenAt);
  }

  /** The lease, as soon as it is free; null when `signal` aborts before. */
  async waitFor(name: string, what: LeasePurpose, signal: AbortSignal): Promise<Lease | null> {
    const pause = this.turns.pauseMs(name, performance.now());
    if (pause > 0) await sleep(pause, undefined, { signal }).catch(() => {});
    while (!signal.aborted) {
      const lease = await this.take(name, what);
      if (lease !== null) return lease;
      this.turns.missed(name);
      await this.session.query('update lease set wanted_at = clock_timestamp() where name = $1', [name]);
      await this.nextChance(name, signal);
    }
    return null;
  }

  /** Closes the session; leases that are still held become anybody's. */
  async close(): Promise<void> {
    await this.session.close();
  }

  private hold(name: string, takenAt: string): Lease {
    this.turns.took(name, performance.now());
    const mine = [name, this.instance, takenAt];
    return new HeldLease({
      name,
      ttlMs: this.ttlMs,
      renew: async (what) => {
        const { rowCount } = await this.session.query(
          `update lease
           set    renewed_at  = clock_timestamp(),
                  expires_at  = clock_timestamp() + $4 * interval '1 millisecond',
                  session_pid = pg_backend_pid(),
                  what        = coalesce($5, what)
           where  name = $1 and holder = $2 and taken_at = $3::timestamptz`,
          [...mine, this.ttlMs, what === null ? null : JSON.stringify(what)],
        );
        return rowCount === 1;
      },
      giveBack: async () => {
        const { rows } = await this.session.query(
          `with given_back as (
             update lease
             set    expires_at = clock_timestamp()
             where  name = $1 and holder = $2 and taken_at = $3::timestamptz
             returning name, wanted_at > clock_timestamp() - $4 * interval '1 millisecond' as wanted
           )
           select wanted, case when wanted then pg_notify('${LEASE_CHANNEL}', name) end
           from   given_back`,
          [...mine, WISH_MS],
        );
        if (givenBackRows.parse(rows)[0]?.wanted === true) this.turns.gaveBackToOthers(name, performance.now());
      },
    });
  }

  /** Resolves when the lease was given back, when it is time to ask again, or when `signal` aborts. */
  private async nextChance(name: string, signal: AbortSignal): Promise<void> {
    const heard = new AbortController();
    const listeners = this.waiting.get(name) ?? new Set();
    this.waiting.set(name, listeners.add(heard));
    const patience = ASK_AGAIN_MS * (0.75 + Math.random() / 2);
    await sleep(patience, undefined, { signal: AbortSignal.any([heard.signal, signal]) }).catch(() => {});
    listeners.delete(heard);
  }

  private wake(name: string): void {
    for (const heard of this.waiting.get(name) ?? []) heard.abort();
  }
}
