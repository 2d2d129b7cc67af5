import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAnchor } from '../../src/investigate/audit/audit-anchor.js';
import { AuditDigestJob } from '../../src/investigate/audit/audit-digest.job.js';
import { AuditLog } from '../../src/investigate/audit/audit-log.js';
import { verifyAudit } from '../../src/investigate/audit/verify-audit.js';
import { loadSigningKey } from '../../src/runtime/keys/signing-key.js';
import { AuditStore } from '../../src/store/audit.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let store: AuditStore;
const dataDir = mkdtempSync(join(tmpdir(), 'ledgerline-audit-'));
const key = loadSigningKey({ pem: undefined, dataDir });
const known = (keyId: string) => (keyId === key.keyId ? key.publicKey : null);
const clock = { at: Date.parse('2026-11-21T08:00:00Z'), now: () => (clock.at += 1_000) };

beforeEach(async () => {
  database = await createTestDatabase();
  store = new AuditStore(database.pool);
});
afterEach(() => database.drop());

const record = (count: number) => {
  const log = new AuditLog(store, clock);
  const actor = { kind: 'member', id: '7', name: 'Ana' } as const;
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      log.record({
        actor,
        action: 'session.opened',
        target: null,
        detail: { index, via: 'oidc', deep: { b: 1, a: [] } },
      }),
    ),
  );
};
const faults = async (anchor: Parameters<typeof verifyAudit>[2] = null) =>
  (await verifyAudit(store, known, anchor)).faults.map(({ sequence, fault }) => [sequence, fault]);
/** What only somebody with the rights of a superuser can do. */
const tamper = async (sql: string) => {
  const client = await database.pool.connect();
  try {
    await client.query(`set session_replication_role = replica`);
    await client.query(sql);
  } finally {
    client.release(true);
  }
};

describe('the audit log', () => {
  it('gives writers that come at once their places one after the other, and proves itself', async () => {
    await record(40);
    const verdict = await verifyAudit(store, known, null);
    expect([verdict.head.sequence, verdict.faults]).toEqual([40, []]);
  });

  it('refuses to be changed by the product itself', async () => {
    await record(2);
    for (const sql of [
      `update audit_entry set actor_name = 'Ben'`,
      'delete from audit_entry',
      'truncate audit_entry',
      'truncate audit_digest',
    ]) {
      await expect(database.pool.query(sql)).rejects.toThrow('append-only');
    }
  });

  it.each<[string, string, [number, string][]]>([
    ['an edit', `update audit_entry set actor_name = 'Ben' where sequence = 3`, [[3, 'edited']]],
    [
      'an edited detail',
      `update audit_entry set detail = detail || '{"index":99}' where sequence = 3`,
      [[3, 'edited']],
    ],
    ['a deletion', 'delete from audit_entry where sequence = 3', [[3, 'missing']]],
    [
      'a change of order',
      `update audit_entry set sequence = case sequence when 3 then 1004 else 1003 end where sequence in (3, 4);
       update audit_entry set sequence = sequence - 1000 where sequence > 1000`,
      [
        [3, 'outOfPlace'],
        [3, 'edited'],
        [4, 'outOfPlace'],
        [4, 'edited'],
        [5, 'outOfPlace'],
      ],
    ],
    [
      'a replay of an old entry as a new one',
      `insert into audit_entry select 9, at, actor_kind, actor_id, actor_name, action, target, detail, previous_hash, hash
       from audit_entry where sequence = 2`,
      [
        [9, 'outOfPlace'],
        [9, 'edited'],
      ],
    ],
  ])('shows %s', async (_, sql, expected) => {
    await record(8);
    await tamper(sql);
    expect(await faults()).toEqual(expected);
  });

  it('shows a log that was cut off, by its digests, and by the one that is kept beside the database', async () => {
    await record(8);
    const anchorFile = join(dataDir, `anchor-${Date.now()}`);
    await new AuditDigestJob({ store, key, clock, anchorFile }).sign();
    await record(1);
    const anchor = readAnchor(anchorFile);
    expect(anchor?.sequence).toBe(8);
    expect(await faults(anchor)).toEqual([]);
    await tamper('delete from audit_entry where sequence > 6');
    expect(await faults()).toEqual([[8, 'cutOff']]);
    await tamper('delete from audit_digest');
    expect(await faults()).toEqual([]);
    expect(await faults(anchor)).toEqual([[8, 'cutOff']]);
  });

  it('signs with a key that only its owner can read', () => {
    expect(statSync(join(dataDir, 'keys', 'signing-key.pem')).mode & 0o777).toBe(0o600);
    expect(loadSigningKey({ pem: undefined, dataDir }).keyId).toBe(key.keyId);
    expect(() => loadSigningKey({ pem: 'nonsense', dataDir })).toThrow('openssl genpkey');
  });
});
