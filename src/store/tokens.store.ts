import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { rolesAmong, type Role } from '../usage/role.js';
import { MINUTE_MS } from '../usage/window.js';
import { hashOf, newSecret } from './secret.js';

/** Letters of a token that are kept readable, so that its owner knows it again: `ll_` and six more. */
const HINT_LETTERS = 9;

export interface NewToken {
  readonly name: string;
  readonly roles: readonly Role[];
  /** Null for the teams of who makes it. */
  readonly teams: readonly string[] | null;
  /** Null for nobody: such a token may what its roles may. */
  readonly madeBy: string | null;
  readonly expiresAt: Date | null;
}

export interface ListedToken extends NewToken {
  readonly id: string;
  readonly hint: string;
  readonly madeByName: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A token that may be used, and what who made it may now; `maker` is null for a token that nobody made. */
export interface KnownToken {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly teams: readonly string[] | null;
  readonly maker: { readonly roles: readonly Role[]; readonly teams: readonly string[] } | null;
}

const roles = z.array(z.string()).transform(rolesAmong);
const listedRow = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  roles,
  teams: z.array(z.string()).nullable(),
  madeBy: z.string().nullable(),
  madeByName: z.string().nullable(),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});
const knownRow = z.object({
  id: z.string(),
  name: z.string(),
  roles,
  teams: z.array(z.string()).nullable(),
  madeBy: z.string().nullable(),
  makerRoles: roles.nullable(),
  makerTeams: z.array(z.string()).nullable(),
  lastUsedAt: z.date().nullable(),
});

/** API tokens. The secret is shown when one is made, and never again. */
export class TokenStore {
  constructor(
    private readonly pool: Pool,
    private readonly clock: { now(): number },
  ) {}

  async make(
    client: Pool | PoolClient,
    { name, roles, teams, madeBy, expiresAt }: NewToken,
  ): Promise<{ readonly id: string; readonly token: string }> {
    const token = `ll_${newSecret()}`;
    const id = randomUUID();
    await client.query(
      `insert into api_token (api_token_id, name, roles, teams, made_by, created_at, expires_at, hint, token_hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        name,
        roles,
        teams,
        madeBy,
        new Date(this.clock.now()),
        expiresAt,
        token.slice(0, HINT_LETTERS),
        hashOf(token),
      ],
    );
    return { id, token };
  }

  /** What a token stands for; null when it is unknown, revoked, expired, or its maker disabled. Notes its use, at most once a minute. */
  async find(token: string): Promise<KnownToken | null> {
    const now = this.clock.now();
    const { rows } = await this.pool.query(
      `select t.api_token_id as id,
              t.name         as name,
              t.roles        as roles,
              t.teams        as teams,
              t.made_by      as "madeBy",
              m.roles        as "makerRoles",
              m.teams        as "makerTeams",
              t.last_used_at as "lastUsedAt"
       from   api_token t
       left   join member m on m.member_id = t.made_by
       where  t.token_hash = $1
       and    t.revoked_at is null
       and    m.disabled_at is null
       and    (t.expires_at is null or t.expires_at > $2)`,
      [hashOf(token), new Date(now)],
    );
    if (rows[0] === undefined) return null;
    const { id, name, roles, teams, madeBy, makerRoles, makerTeams, lastUsedAt } = knownRow.parse(rows[0]);
    if (lastUsedAt === null || now - lastUsedAt.getTime() >= MINUTE_MS) {
      await this.pool.query('update api_token set last_used_at = $2 where api_token_id = $1', [id, new Date(now)]);
    }
    return {
      id,
      name,
      roles,
      teams,
      maker: madeBy === null ? null : { roles: makerRoles ?? [], teams: makerTeams ?? [] },
    };
  }

  /** Tokens of one member or of everybody, revoked ones last, the newest first. */
  async list(madeBy: string | null): Promise<ListedToken[]> {
    const { rows } = await this.pool.query(
      `select t.api_token_id as id,
              t.name         as name,
              t.hint         as hint,
              t.roles        as roles,
              t.teams        as teams,
              t.made_by      as "madeBy",
              m.name         as "madeByName",
              t.created_at   as "createdAt",
              t.expires_at   as "expiresAt",
              t.last_used_at as "lastUsedAt",
              t.revoked_at   as "revokedAt"
       from   api_token t
       left   join member m on m.member_id = t.made_by
       where  $1::uuid is null or t.made_by = $1
       order  by t.revoked_at is not null, t.created_at desc, t.api_token_id`,
      [madeBy],
    );
    return z.array(listedRow).parse(rows);
  }

  /** Revokes a token, of anybody or only of `madeBy`; null when there is none that could be. */
  async revoke(client: PoolClient, id: string, madeBy: string | null): Promise<{ readonly name: string } | null> {
    const { rows } = await client.query(
      `update api_token
       set    revoked_at = $2
       where  api_token_id = $1
       and    revoked_at is null
       and    ($3::uuid is null or made_by = $3)
       returning name`,
      [id, new Date(this.clock.now()), madeBy],
    );
    return rows[0] === undefined ? null : z.object({ name: z.string() }).parse(rows[0]);
  }

  /** Makes the token of the environment an administrator's, once; a revoked one stays revoked. */
  async bootstrap(token: string): Promise<void> {
    // Instances that start together do this at the same time.
    await this.pool.query(
      `insert into api_token (api_token_id, name, roles, token_hash)
       values ($1, 'LEDGERLINE_BOOTSTRAP_TOKEN', '{admin}', $2)
       on conflict (token_hash) do nothing`,
      [randomUUID(), hashOf(token)],
    );
  }
}
