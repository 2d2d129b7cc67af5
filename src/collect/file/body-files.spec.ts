import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawRecord } from '../../usage/raw-record.js';
import { separateBodies } from './body-files.js';
import { FileSource } from './file.source.js';
import { listLogFiles } from './log-file.js';

const moved = (id: string) => `{"output":{"outputBodyS3Path":"s3://logs/any/where/data/${id}_output.json.gz"}}`;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-bodies-'));
  const hour = join(folder, 'AWSLogs/1/BedrockModelInvocationLogs/us-east-1/2026/11/20/07');
  await mkdir(join(hour, 'data'), { recursive: true });
  await writeFile(join(hour, '1.json.gz'), gzipSync(`${moved('r1')}\n${moved('r2')}\n{"small":1}\n`));
  await writeFile(join(hour, 'data/r1_output.json.gz'), gzipSync('{"usage":{}}'));
  await writeFile(join(hour, 'data/r1_input_media_00.gz'), 'x');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('bodies beside imported records', () => {
  it('are no records, and are put into the records that point to them', async () => {
    const { logs, bodies } = separateBodies(await listLogFiles([folder]));
    expect(logs).toHaveLength(1);
    const source = new FileSource({
      id: 'import',
      cloud: 'bedrock',
      paths: logs.map(({ path }) => path),
      bodyPaths: bodies.map(({ path }) => path),
      envelope: {},
    });
    const records: RawRecord[] = [];
    for await (const page of source.read({ from: 0, to: 1 }, new AbortController().signal)) records.push(...page);
    expect(records.map((record) => record.bodies)).toEqual([{ output: '{"usage":{}}' }, undefined, undefined]);
    expect(source.unreadable).toEqual([]);
  });
});
