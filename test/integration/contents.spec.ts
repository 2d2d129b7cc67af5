import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EnvironmentKeys } from '../../src/runtime/keys/environment-keys.js';
import { openBlock } from '../../src/store/content-block.js';
import { erasePrincipal } from '../../src/store/content-erasure.store.js';
import { type KeptContent, readContent } from '../../src/store/content-reading.store.js';
import { rewrapContents } from '../../src/store/content-rewrap.store.js';
import { QuarantineStore } from '../../src/store/quarantine.store.js';
import { quarantinedRecords } from '../../src/store/questions/quarantined-records.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import {
  ANA,
  BEN,
  type ContentCall,
  idOf,
  ingestRecords,
  recordOf,
  requestOf,
  responseOf,
} from '../support/content-calls.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const NOW = '2026-11-19T12:00:00Z';
const keys = new EnvironmentKeys(Buffer.alloc(32, 1));
const newKeys = new EnvironmentKeys(Buffer.alloc(32, 2), [Buffer.alloc(32, 1)]);

let test: TestDatabase;
let database: UsageDatabase;

beforeEach(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, [], keys);
});
afterEach(() => test.drop());

function call(id: string, changes: Partial<ContentCall> = {}): ContentCall {
  const texts = { prompt: `What does ${id} ask?`, completion: `This answers ${id}.` };
  return { id, principal: ANA, at: '2026-11-18T10:15:00Z', ...texts, ...changes };
}

const ingest = (calls: readonly ContentCall[], mode: 'off' | 'redacted' | 'full' = 'full', now = NOW) =>
  ingestRecords(database, calls.map(recordOf), now, { mode, keys });

const read = (one: ContentCall, by = keys) => readContent(test.pool, by, idOf(one));

const json = (body: KeptContent['request']): unknown => (body === null ? null : JSON.parse(body.text));

/** A content with its texts parsed. */
function parsed(content: KeptContent | null) {
  return content === null ? null : { request: json(content.request), response: json(content.response) };
}

const whole = ({ prompt, completion }: ContentCall) => ({
  request: prompt === null ? null : requestOf(prompt),
  response: completion === null ? null : responseOf(completion),
});

async function count(table: 'content_item' | 'content_block' | 'usage_event'): Promise<number> {
  const { rows } = await test.pool.query<{ n: number }>(`select count(*) as n from ${table}`);
  return rows[0]?.n ?? 0;
}

/** Every block with its texts. */
async function blocks() {
  const { rows } = await test.pool.query<{
    block_id: string;
    day: string;
    principal_id: number | null;
    key_id: string;
    wrapped_key: Buffer;
    sealed: Buffer;
  }>('select block_id, occurred_on as day, principal_id, key_id, wrapped_key, sealed from content_block');
  return Promise.all(
    rows.map(async ({ block_id, day, principal_id, key_id, wrapped_key, sealed }) => {
      const block = {
        blockId: block_id,
        day,
        principalId: principal_id,
        keyId: key_id,
        wrappedKey: wrapped_key,
        sealed,
      };
      const texts = (await openBlock(keys, block)).map(String);
      return { ...block, texts };
    }),
  );
}

describe('contents', () => {
  it('are read back by event id as they were logged', async () => {
    const calls = [call('one'), call('two', { completion: null }), call('three', { prompt: 'Grüße, 世界 😀' })];
    await ingest(calls);
    for (const one of calls) expect(parsed(await read(one))).toEqual(whole(one));
    expect(await read(call('four'))).toBeNull();
    expect((await read(call('one')))?.request).toMatchObject({ mode: 'full', dialect: 'anthropic-messages' });
  });

  it('are not kept while the mode is off, and then leave no table behind', async () => {
    await ingest([call('one')], 'off');
    expect(await count('usage_event')).toBe(1);
    expect(await count('content_item')).toBe(0);
    const { rows } = await test.pool.query(`select from pg_inherits where inhparent = 'content_block'::regclass`);
    expect(rows).toEqual([]);
  });

  it('stay when the mode is turned off, and no others join them', async () => {
    await ingest([call('one')]);
    await ingest([call('one'), call('two')], 'off');
    expect(parsed(await read(call('one')))).toEqual(whole(call('one')));
    expect(await read(call('two'))).toBeNull();
  });

  it('are the same in whichever order and however often their records are read', async () => {
    const calls = ['a', 'b', 'c', 'd'].map((id, index) => call(id, { principal: index % 2 === 0 ? ANA : BEN }));
    const batches = fc.array(fc.uniqueArray(fc.constantFrom(...calls), { minLength: 1 }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(batches, async (order) => {
        await test.pool.query('truncate content_item, content_block');
        for (const batch of [...order, calls]) await ingest(batch);
        for (const one of calls) expect(parsed(await read(one))).toEqual(whole(one));
        const texts = (await blocks()).flatMap((block) => block.texts);
        expect(texts.toSorted()).toEqual(
          calls.flatMap((one) => Object.values(whole(one)).map((body) => JSON.stringify(body))).toSorted(),
        );
      }),
      { numRuns: 12 },
    );
  });

  it('are kept once when two writers bring them at the same time', async () => {
    const calls = Array.from({ length: 40 }, (_, index) => call(`call-${index}`));
    await ingest(calls, 'off');
    await Promise.all([ingest(calls.slice(0, 30)), ingest(calls.slice(10)), ingest(calls.toReversed())]);
    for (const one of calls) expect(parsed(await read(one))).toEqual(whole(one));
    expect(await count('content_item')).toBe(80);
    const texts = (await blocks()).flatMap((block) => block.texts).filter((text) => text !== '');
    expect(texts).toHaveLength(80);
  });

  it('are completed by a later sight that has what the first lacked', async () => {
    await ingest([call('one', { completion: null })]);
    await ingest([call('one', { prompt: null })]);
    expect(parsed(await read(call('one')))).toEqual(whole(call('one')));
  });

  it('become whole where only their structure was kept, and never the other way', async () => {
    await ingest([call('one')], 'redacted');
    const redacted = await read(call('one'));
    expect(redacted?.request).toMatchObject({ mode: 'redacted', text: expect.stringContaining('"redacted":"text"') });
    expect(redacted?.request?.text).not.toContain('ask');
    await ingest([call('one')]);
    expect(parsed(await read(call('one')))).toEqual(whole(call('one')));
    await ingest([call('one')], 'redacted');
    expect(parsed(await read(call('one')))).toEqual(whole(call('one')));
    expect(await count('content_item')).toBe(2);
  });

  it('lie in blocks of one caller and one day each, unknown callers apart', async () => {
    const calls = [ANA, BEN, null].flatMap((principal) =>
      ['2026-11-17T23:59:59Z', '2026-11-18T00:00:00Z'].map((at) => call(`${principal} ${at}`, { principal, at })),
    );
    await ingest(calls);
    const { rows } = await test.pool.query<{ principal_id: number; principal: string }>('select * from principal');
    const names = new Map<number | null, string>(rows.map(({ principal_id, principal }) => [principal_id, principal]));
    const kept = (await blocks()).map(({ day, principalId, texts }) => ({
      name: names.get(principalId) ?? null,
      day,
      texts,
    }));
    expect(kept).toHaveLength(6);
    for (const { name, day, texts } of kept) {
      expect(texts).toHaveLength(2);
      for (const text of texts) expect(text).toContain(`${name} ${day}`);
    }
  });

  it('are kept in blocks of about a megabyte, so that reading one is quick', async () => {
    const long = 'many words '.repeat(30_000);
    await ingest(Array.from({ length: 9 }, (_, index) => call(`call-${index}`, { prompt: `${index} ${long}` })));
    const sizes = (await blocks()).map(({ texts }) => texts.join('').length);
    expect(sizes).toHaveLength(3);
    expect(Math.max(...sizes)).toBeLessThan(1 << 20);
  });

  it('hold nothing readable in the database', async () => {
    await ingest([call('one', { prompt: 'a secret of some length' })]);
    const { rows } = await test.pool.query<{ row: string }>(
      `select encode(sealed, 'escape') || encode(wrapped_key, 'escape') as row from content_block
       union all select i::text from content_item i`,
    );
    expect(rows.map(({ row }) => row).join()).not.toContain('secret');
  });

  it('are refused, in words, to another key and to a changed block', async () => {
    await ingest([call('one')]);
    const other = new EnvironmentKeys(Buffer.alloc(32, 9));
    await expect(read(call('one'), other)).rejects.toThrow(
      `it was encrypted under the key ${keys.currentKeyId}, which is not among the configured ones (${other.currentKeyId}). Add it to contents.previousKeys.`,
    );
    await test.pool.query('update content_block set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)');
    await expect(read(call('one'))).rejects.toThrow(/authenticity check fails/);
  });

  it('are refused when their block was put in the place of another', async () => {
    await ingest([call('one'), call('two', { principal: BEN })]);
    await test.pool.query(
      `update content_block b
       set    sealed = o.sealed, wrapped_key = o.wrapped_key
       from   content_block o
       where  o.block_id <> b.block_id`,
    );
    await expect(read(call('one'))).rejects.toThrow(/stands in another's place/);
  });
});

const quarantined = (by: EnvironmentKeys | null = keys) => new QuarantineStore(test.pool, by).pageAfter('0', {});
const bytesOfRaw = async () =>
  (await test.pool.query<{ raw: Buffer }>('select raw from quarantine order by quarantine_id')).rows.map(
    ({ raw }) => raw,
  );

describe('a record that cannot be read', () => {
  const broken = { text: '{"requestId": "cut", "prompt": "a secret of some length', envelope: { entryId: 'e1' } };
  it('is encrypted in quarantine, kept once, and comes back as it was', async () => {
    for (let again = 0; again < 2; again += 1) await ingestRecords(database, [broken], NOW, { mode: 'off', keys });
    const kept = await bytesOfRaw();
    expect(kept).toHaveLength(1);
    expect(kept[0]?.includes('secret')).toBe(false);
    expect(await quarantined()).toMatchObject([{ reason: 'notJson', record: broken }]);
    expect((await quarantinedRecords(test.pool, null, 9)).map(({ bytes }) => bytes)).toEqual([broken.text.length]);
  });

  it('stays readable when it was kept in the clear, before there was a key', async () => {
    const before = await prepareUsageDatabase(test.pool, []);
    await ingestRecords(before, [broken], NOW, { mode: 'off', keys: null });
    expect((await bytesOfRaw()).map(String)).toEqual([broken.text]);
    expect(await quarantined()).toMatchObject([{ record: broken }]);
    expect(await quarantined(null)).toMatchObject([{ record: broken }]);
  });

  it('is refused in words without its key, and follows a change of the key', async () => {
    await ingestRecords(database, [broken], NOW, { mode: 'off', keys });
    await expect(quarantined(null)).rejects.toThrow(/is encrypted under the key env:[0-9a-f]{16}; set contents\.key/);
    expect(await rewrapContents(test.pool, newKeys)).toEqual({ rewrapped: 1, unreadable: new Map() });
    expect(await quarantined(new EnvironmentKeys(Buffer.alloc(32, 2)))).toMatchObject([{ record: broken }]);
    await expect(quarantined()).rejects.toThrow(/not among the configured ones/);
  });
});

describe('a change of the content key', () => {
  it('wraps the data keys again, touches no data, and lets the previous key go', async () => {
    await ingest([call('one'), call('two', { principal: BEN })]);
    const before = await test.pool.query('select block_id, sealed from content_block order by 1');
    expect(await rewrapContents(test.pool, newKeys)).toEqual({ rewrapped: 2, unreadable: new Map() });
    expect(await rewrapContents(test.pool, newKeys)).toEqual({ rewrapped: 0, unreadable: new Map() });
    const after = await test.pool.query('select block_id, sealed from content_block order by 1');
    expect(after.rows).toEqual(before.rows);
    const alone = new EnvironmentKeys(Buffer.alloc(32, 2));
    expect(parsed(await read(call('one'), alone))).toEqual(whole(call('one')));
    await expect(read(call('one'))).rejects.toThrow(/not among the configured ones/);
  });

  it('names the keys that it lacks, and does what it can', async () => {
    await ingest([call('one')]);
    const lost = new EnvironmentKeys(Buffer.alloc(32, 3));
    expect(await rewrapContents(test.pool, lost)).toEqual({
      rewrapped: 0,
      unreadable: new Map([[keys.currentKeyId, 1]]),
    });
  });
});

describe('erasing a caller', () => {
  const now = Date.parse(NOW);

  it('deletes their contents and nobody else’s, leaves usage, and gives a receipt', async () => {
    await ingest([call('one'), call('two', { at: '2026-11-10T08:00:00Z' }), call('three', { principal: BEN })]);
    const receipt = await erasePrincipal(test.pool, keys, ANA, now);
    expect(receipt).toEqual({
      principal: ANA,
      texts: 4,
      blocks: 2,
      bytes: expect.any(Number),
      days: ['2026-11-10', '2026-11-18'],
      erasedAt: '2026-11-19T12:00:00.000Z',
    });
    expect(await read(call('one'))).toBeNull();
    expect(parsed(await read(call('three')))).toEqual(whole(call('three')));
    expect(await count('usage_event')).toBe(3);
    const { rows } = await test.pool.query(
      'select what, subject, range_from, range_to, rows, bytes, why from deletion_receipt',
    );
    expect(rows).toEqual([
      {
        what: 'contents',
        subject: ANA,
        range_from: '2026-11-10',
        range_to: '2026-11-19',
        rows: 4,
        bytes: receipt?.bytes,
        why: 'erasure',
      },
    ]);
  });

  it('is not undone by reading the same logs again, and does not stop what is written later', async () => {
    await ingest([call('one'), call('other', { principal: BEN })]);
    await erasePrincipal(test.pool, keys, ANA, now);
    const later = call('later', { at: '2026-11-19T12:30:00Z' });
    await ingest([call('one'), later, call('other', { principal: BEN })], 'full', '2026-11-19T13:00:00Z');
    expect(await read(call('one'))).toBeNull();
    expect(parsed(await read(later))).toEqual(whole(later));
    expect(parsed(await read(call('other', { principal: BEN })))).not.toBeNull();
  });

  it('finds contents whose first sight did not name the caller, and leaves those beside them', async () => {
    await ingest([call('one', { principal: null }), call('nobody', { principal: null })]);
    await ingest([call('one')]);
    const receipt = await erasePrincipal(test.pool, keys, ANA, now);
    expect(receipt).toMatchObject({ texts: 2, blocks: 0, days: ['2026-11-18'] });
    expect(await read(call('one'))).toBeNull();
    expect((await blocks()).flatMap(({ texts }) => texts).join()).not.toContain('one');
    await ingest([call('one', { principal: null })]);
    expect(await read(call('one'))).toBeNull();
    expect(parsed(await read(call('nobody')))).toEqual(whole(call('nobody')));
  });

  it('needs the key only for those, and changes nothing without it', async () => {
    await ingest([call('one', { principal: null }), call('two')]);
    await ingest([call('one')]);
    await expect(erasePrincipal(test.pool, null, ANA, now)).rejects.toThrow(/Nothing was erased/);
    expect(parsed(await read(call('two')))).toEqual(whole(call('two')));
  });

  it('says when nobody of that name ever called', async () => {
    expect(await erasePrincipal(test.pool, keys, ANA, now)).toBeNull();
  });
});

describe('retention', () => {
  const DAYS = ['2026-10-17', '2026-10-18', '2026-10-19', '2026-10-20', '2026-10-21', '2026-11-16'];
  const calls = DAYS.map((day) => call(day, { at: `${day}T23:59:59Z` }));

  it('deletes contents to the day, whole weeks by their tables, and leaves a receipt and every usage event', async () => {
    // 2026-10-19 is a Monday: the week before goes whole, its own loses two days.
    await ingest(calls, 'full', '2026-11-16T23:59:59Z');
    const deleted = await database.contentRetention.deleteBefore('2026-10-21', 'retention');
    expect(deleted).toEqual({
      what: 'contents',
      subject: null,
      from: '2026-10-17',
      to: '2026-10-21',
      rows: 8,
      bytes: expect.any(Number),
      why: 'retention',
    });
    for (const one of calls.slice(0, 4)) expect(await read(one)).toBeNull();
    for (const one of calls.slice(4)) expect(parsed(await read(one))).toEqual(whole(one));
    const { rows } = await test.pool.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits
       where  inhparent in ('content_block'::regclass, 'content_item'::regclass) order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'content_block_2026_10_19',
      'content_block_2026_11_16',
      'content_item_2026_10_19',
      'content_item_2026_11_16',
    ]);
    expect(await count('usage_event')).toBe(6);
    const receipts = await test.pool.query('select rows, why from deletion_receipt');
    expect(receipts.rows).toEqual([{ rows: 8, why: 'retention' }]);
  });

  it('leaves no receipt when there is nothing to delete', async () => {
    await ingest(calls.slice(-1));
    expect(await database.contentRetention.deleteBefore('2026-10-21', 'retention')).toBeNull();
    expect((await test.pool.query('select from deletion_receipt')).rows).toEqual([]);
  });

  it('keeps nothing that is too old already when it is read, and everything of the oldest day', async () => {
    await ingest(calls, 'full', '2026-11-20T00:00:00Z');
    expect(await read(call('2026-10-20', { at: '2026-10-20T23:59:59Z' }))).toBeNull();
    expect(await read(call('2026-10-21', { at: '2026-10-21T23:59:59Z' }))).not.toBeNull();
    expect(await count('usage_event')).toBe(6);
  });
});
