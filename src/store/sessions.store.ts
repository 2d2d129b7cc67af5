import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { rolesAmong, type Role } from '../usage/role.js';
import { HOUR_MS, MINUTE_MS } from '../usage/window.js';
import { hashOf, newSecret, type IssuedSecret } from './secret.js';

/** How long a session lasts: unused, and at all. */
export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export const USUAL_SESSION_LIMITS: SessionLimits = { idleMs: 2 * HOUR_MS, absoluteMs: 12 * HOUR_MS };

/** By which door somebody came in. */
export type SignInWay = 'link' | 'oidc' | 'password';

/** Whose session it is, with the roles and teams that they have now. */
export interface KnownSession {
  readonly sessionId: string;
  /** Null for the session of a sign-in link. */
  readonly memberId: string | null;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
}

export interface ListedSession {
  readonly sessionId: string;
  readonly memberId: string | null;
  readonly name: string;
  readonly openedBy: SignInWay;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

const LINK_NAME = 'sign-in link';
const nameOf = (name: string | null) => name ?? LINK_NAME;

const knownRow = z.object({
  sessionId: z.string(),
  memberId: z.string().nullable(),
  name: z.string().nullable().transform(nameOf),
  roles: z.array(z.string()).transform(rolesAmong),
  teams: z.array(z.string()),
  lastSeenAt: z.date(),
});
const listedRow = z.object({
  sessionId: z.string(),
  memberId: z.string().nullable(),
  name: z.string().nullable().transform(nameOf),
  openedBy: z.enum(['link', 'oidc', 'password']),
  userAgent: z.string().nullable(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  expiresAt: z.date(),
});

/** Browsers that are signed in. A session says whose it is; what its owner may is looked up at each request. */
export class SessionStore {
  constructor(
    private readonly pool: Pool,
    private readonly clock: { now(): number },
    private readonly limits: SessionLimits = USUAL_SESSION_LIMITS,
  ) {}

  /** Opens a session: of a member, or with the roles of a sign-in link. Sweeps out those that have ended. */
  async open(
    client: Pool | PoolClient,
    opened: {
      readonly by: SignInWay;
      readonly userAgent: string | null;
      readonly of: { readonly memberId: string } | { readonly roles: readonly Role[] };
    },
  ): Promise<IssuedSecret & { readonly sessionId: string }> {
    const now = this.clock.now();
    const { idleMs, absoluteMs } = this.limits;
    await client.query('delete from session where expires_at <= $1 or last_seen_at <= $2', [
      new Date(now),
      new Date(now - idleMs),
    ]);
    const secret = newSecret();
    const expiresAt = new Date(now + absoluteMs);
    const { rows } = await client.query(
      `insert into session (session_hash, member_id, roles, opened_by, user_agent, created_at, last_seen_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $6, $7)
       returning session_id as "sessionId"`,
      [
        hashOf(secret),
        'memberId' in opened.of ? opened.of.memberId : null,
        'roles' in opened.of ? opened.of.roles : null,
        opened.by,
        opened.userAgent?.slice(0, 300) ?? null,
        new Date(now),
        expiresAt,
      ],
    );
    const { sessionId } = knownRow.pick({ sessionId: true }).parse(rows[0]);
    return { secret, expiresAt, sessionId };
  }

  /** The session of a secret; null when it is unknown, over, or its member disabled. Notes its use, at most once a minute. */
  async find(secret: string): Promise<KnownSession | null> {
    const now = this.clock.now();
    const { rows } = await this.pool.query(
      `select s.session_id                 as "sessionId",
              s.member_id                  as "memberId",
              m.name                       as name,
              coalesce(m.roles, s.roles)   as roles,
              coalesce(m.teams, '{}')      as teams,
              s.last_seen_at               as "lastSeenAt"
       from   session s
       left   join member m on m.member_id = s.member_id
       where  s.session_hash = $1
       and    s.expires_at   > $2
       and    s.last_seen_at > $3
       and    m.disabled_at is null`,
      [hashOf(secret), new Date(now), new Date(now - this.limits.idleMs)],
    );
    if (rows[0] === undefined) return null;
    const { lastSeenAt, ...session } = knownRow.parse(rows[0]);
    if (now - lastSeenAt.getTime() >= MINUTE_MS) {
      await this.pool.query('update session set last_seen_at = $2 where session_id = $1', [
        session.sessionId,
        new Date(now),
      ]);
    }
    return session;
  }

  /** Sessions that are not over, of one member or of everybody, the last used first. */
  async list(memberId: string | null): Promise<ListedSession[]> {
    const now = this.clock.now();
    const { rows } = await this.pool.query(
      `select s.session_id   as "sessionId",
              s.member_id    as "memberId",
              m.name         as name,
              s.opened_by    as "openedBy",
              s.user_agent   as "userAgent",
              s.created_at   as "createdAt",
              s.last_seen_at as "lastSeenAt",
              s.expires_at   as "expiresAt"
       from   session s
       left   join member m on m.member_id = s.member_id
       where  s.expires_at   > $1
       and    s.last_seen_at > $2
       and    ($3::uuid is null or s.member_id = $3)
       order  by s.last_seen_at desc, s.session_id`,
      [new Date(now), new Date(now - this.limits.idleMs), memberId],
    );
    return z.array(listedRow).parse(rows);
  }

  /** Ends one session, of anybody or only of the given member. Answers whose it was; undefined when there was none. */
  async end(
    client: PoolClient,
    sessionId: string,
    ofMember: string | null = null,
  ): Promise<{ readonly memberId: string | null } | undefined> {
    const { rows } = await client.query(
      `delete from session
       where  session_id = $1
       and    ($2::uuid is null or member_id = $2)
       returning member_id as "memberId"`,
      [sessionId, ofMember],
    );
    return rows[0] === undefined ? undefined : z.object({ memberId: z.string().nullable() }).parse(rows[0]);
  }

  /** Ends every session of a member but the given one; answers how many. */
  async endAll(client: PoolClient, memberId: string, except: string | null = null): Promise<number> {
    const { rowCount } = await client.query(
      'delete from session where member_id = $1 and ($2::uuid is null or session_id <> $2)',
      [memberId, except],
    );
    return rowCount ?? 0;
  }
}
