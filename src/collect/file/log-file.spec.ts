import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileUnreadable, listLogFiles, readLogFile } from './log-file.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function recordsOf(name: string, bytes: string | Buffer): Promise<string[]> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const records: string[] = [];
  for await (const text of readLogFile(path)) records.push(text);
  return records;
}

/** A row as the REST API of BigQuery gives it. */
const row = (...cells: unknown[]) => ({ f: cells.map((v) => ({ v })) });

const a = { requestId: 'a', timestamp: '2026-11-20T00:00:00Z' };
const b = { requestId: 'b', events: 1 };

describe('readLogFile', () => {
  it.each<[string, string, string | Buffer]>([
    ['one record a line', 'lines.jsonl', `${JSON.stringify(a)}\n\n${JSON.stringify(b)}\n`],
    ['an array of records', 'array.json', JSON.stringify([a, b])],
    ['an array over several lines', 'pretty-array.json', JSON.stringify([a, b], null, 2)],
    ['several gzip members', 'members.json.gz', Buffer.concat([a, b].map((x) => gzipSync(`${JSON.stringify(x)}\n`)))],
    ['what Cloud Logging answers to entries.list', 'entries.json', JSON.stringify({ entries: [a, b] }, null, 1)],
    ['what the AWS CLI prints for filter-log-events', 'events.json', JSON.stringify({ events: [a, b] }, null, 1)],
  ])('reads %s', async (_, name, bytes) => {
    expect((await recordsOf(name, bytes)).map((text): unknown => JSON.parse(text))).toEqual([a, b]);
  });

  it('names the columns of rows of BigQuery', async () => {
    const schema = { fields: [{ name: 'request_id' }, { name: 'response_payload' }] };
    const answer = JSON.stringify({ schema, rows: [row('1', [{ v: '{}' }]), row('2', [])] });
    expect((await recordsOf('rows.json', answer)).map((text): unknown => JSON.parse(text))).toEqual([
      { request_id: '1', response_payload: [{ v: '{}' }] },
      { request_id: '2', response_payload: [] },
    ]);
  });

  it('keeps ids beyond 2^53 apart that are bare numbers in a list', async () => {
    const rows = '[{"request_id": 9223372036854775998},\n {"request_id": 9223372036854775999}]';
    expect(await recordsOf('bare.json', rows)).toEqual([
      '{"request_id":"9223372036854775998"}',
      '{"request_id":"9223372036854775999"}',
    ]);
  });

  it('reads one pretty-printed record verbatim', async () => {
    const text = JSON.stringify(a, null, 2);
    expect(await recordsOf('one.json', text)).toEqual([text]);
  });

  it('keeps a Logs Insights row whole', async () => {
    const row = [{ field: '@message', value: '{}' }];
    expect(await recordsOf('insights.jsonl', `${JSON.stringify(row)}\n`)).toEqual([JSON.stringify(row)]);
    expect(await recordsOf('insights.json', JSON.stringify({ results: [row, row] }))).toHaveLength(2);
  });

  it('keeps lines that are not JSON, for quarantine', async () => {
    expect(await recordsOf('mixed.jsonl', `Permissions are correctly set\n${JSON.stringify(a)}\n{"cut`)).toHaveLength(
      3,
    );
  });

  it('delivers what comes before the break of a cut-off gzip file, then says which file is broken', async () => {
    const whole = gzipSync(`${JSON.stringify(a)}\n`.repeat(5_000), { level: 0 });
    const path = join(folder, 'cut.json.gz');
    await writeFile(path, whole.subarray(0, whole.length - 1_000));
    const read: string[] = [];
    const reading = (async () => {
      for await (const text of readLogFile(path)) read.push(text);
    })();
    await expect(reading).rejects.toThrow(FileUnreadable);
    await expect(reading).rejects.toThrow(/cut\.json\.gz/);
    expect(read.length).toBeGreaterThan(1_000);
  });
});

describe('listLogFiles', () => {
  it('walks folders in order and takes log files only', async () => {
    const root = join(folder, 'tree');
    await mkdir(join(root, 'b'), { recursive: true });
    for (const name of ['z.json', 'b/1.jsonl', 'b/2.json.gz', 'notes.txt']) await writeFile(join(root, name), '{}');
    const found = await listLogFiles([root, '-']);
    expect(found.map(({ path }) => path.replace(`${root}/`, ''))).toEqual(['b/1.jsonl', 'b/2.json.gz', 'z.json', '-']);
  });

  it('says which path does not exist', async () => {
    await expect(listLogFiles([join(folder, 'absent.json')])).rejects.toThrow(/absent\.json/);
  });
});
