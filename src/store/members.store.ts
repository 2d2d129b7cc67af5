import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { rolesAmong, type Role } from '../usage/role.js';

/** The issuer of accounts that have their password here. */
export const LOCAL = 'local';

export interface Member {
  readonly id: string;
  /** Address of the OpenID provider, or `local`. */
  readonly issuer: string;
  /** What the issuer knows them by; of a local account its login name, in small letters. */
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
  /** `groups`: roles and teams follow the provider's groups at every sign-in; `here`: they were set here and stay. */
  readonly managedBy: 'groups' | 'here';
  readonly createdAt: Date;
  readonly lastSignInAt: Date | null;
  readonly disabledAt: Date | null;
  /** Of a local account: whether the password has to be changed at the next sign-in, and whether codes are asked for. */
  readonly mustChangePassword: boolean;
  readonly secondFactor: boolean;
}

export type NewMember = Pick<Member, 'issuer' | 'subject' | 'name' | 'email' | 'roles' | 'teams' | 'managedBy'>;

const row = z.object({
  id: z.string(),
  issuer: z.string(),
  subject: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  roles: z.array(z.string()).transform(rolesAmong),
  teams: z.array(z.string()),
  managedBy: z.enum(['groups', 'here']),
  createdAt: z.date(),
  lastSignInAt: z.date().nullable(),
  disabledAt: z.date().nullable(),
  mustChangePassword: z.boolean(),
  secondFactor: z.boolean(),
});

const SELECT = `select m.member_id                      as id,
         m.issuer                         as issuer,
         m.subject                        as subject,
         m.name                           as name,
         m.email                          as email,
         m.roles                          as roles,
         m.teams                          as teams,
         m.managed_by                     as "managedBy",
         m.created_at                     as "createdAt",
         m.last_sign_in_at                as "lastSignInAt",
         m.disabled_at                    as "disabledAt",
         coalesce(p.must_change, false)   as "mustChangePassword",
         p.totp_secret is not null        as "secondFactor"
  from   member m
  left   join local_password p on p.member_id = m.member_id`;

/** Who may come in. Changes take the transaction that their audit entry is written in. */
export class MemberStore {
  constructor(private readonly pool: Pool) {}

  /** Everybody, those who may come in first, by name. */
  async list(): Promise<Member[]> {
    const { rows } = await this.pool.query(`${SELECT} order by m.disabled_at is not null, lower(m.name), m.member_id`);
    return z.array(row).parse(rows);
  }

  async byId(id: string, connection: Pool | PoolClient = this.pool): Promise<Member | null> {
    const { rows } = await connection.query(`${SELECT} where m.member_id = $1`, [id]);
    return rows[0] === undefined ? null : row.parse(rows[0]);
  }

  async bySubject(issuer: string, subject: string, connection: Pool | PoolClient = this.pool): Promise<Member | null> {
    const { rows } = await connection.query(`${SELECT} where m.issuer = $1 and m.subject = $2`, [issuer, subject]);
    return rows[0] === undefined ? null : row.parse(rows[0]);
  }

  /** Whether somebody with a password here, and with the role if one is given, could sign in. */
  async hasLocalAccount(role: Role | null = null): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `select from member m
       join   local_password p on p.member_id = m.member_id
       where  m.disabled_at is null
       and    ($1::text is null or $1 = any (m.roles))
       limit  1`,
      [role],
    );
    return rowCount === 1;
  }

  /** A new member's id; null when there is one of that subject already. */
  async add(client: PoolClient, { issuer, subject, name, email, roles, teams, managedBy }: NewMember) {
    const id = randomUUID();
    const { rowCount } = await client.query(
      `insert into member (member_id, issuer, subject, name, email, roles, teams, managed_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (issuer, subject) do nothing`,
      [id, issuer, subject, name, email, roles, teams, managedBy],
    );
    return rowCount === 1 ? id : null;
  }

  /** Sets what is given and leaves the rest. */
  async change(
    client: PoolClient,
    id: string,
    change: Partial<Pick<Member, 'name' | 'email' | 'roles' | 'teams' | 'managedBy' | 'disabledAt' | 'lastSignInAt'>>,
  ): Promise<void> {
    const given = (key: keyof typeof change) => key in change;
    await client.query(
      `update member
       set    name            = case when $2  then $3           else name            end,
              email           = case when $4  then $5           else email           end,
              roles           = case when $6  then $7::text[]   else roles           end,
              teams           = case when $8  then $9::text[]   else teams           end,
              managed_by      = case when $10 then $11          else managed_by      end,
              disabled_at     = case when $12 then $13::timestamptz else disabled_at end,
              last_sign_in_at = case when $14 then $15::timestamptz else last_sign_in_at end
       where  member_id = $1`,
      [
        id,
        given('name'),
        change.name,
        given('email'),
        change.email,
        given('roles'),
        change.roles,
        given('teams'),
        change.teams,
        given('managedBy'),
        change.managedBy,
        given('disabledAt'),
        change.disabledAt,
        given('lastSignInAt'),
        change.lastSignInAt,
      ],
    );
  }

  /** Holds a member to the end of the transaction, so that two changes come one after the other. */
  async hold(client: PoolClient, id: string): Promise<void> {
    await client.query('select from member where member_id = $1 for update', [id]);
  }
}
