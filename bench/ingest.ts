import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, gzipSync } from 'node:zlib';
import type { Pool } from 'pg';
import { DEMO_FAULTS } from '../simulator/faults.js';
import { LogHours } from '../simulator/logs/log-hours.js';
import { DEFAULT_WORLD } from '../simulator/world.js';
import { PLACES } from '../simulator/world-places.js';
import { FileSource } from '../src/collect/file/file.source.js';
import { contentPolicy } from '../src/ingest/content-policy.js';
import { ingestWindow, type Pipeline } from '../src/ingest/ingest-window.js';
import { NO_RULES } from '../src/ingest/judge.js';
import { systemClock } from '../src/runtime/clock.js';
import { startEmbeddedPostgres } from '../src/runtime/embedded-postgres.js';
import { EnvironmentKeys } from '../src/runtime/keys/environment-keys.js';
import { createPool } from '../src/store/database.js';
import { createPrisma } from '../src/store/prisma.js';
import { prepareUsageDatabase } from '../src/store/usage-database.js';
import { HOUR_MS } from '../src/usage/window.js';

const RECORDS = 40_000;
const FILES = 8;
/** Makes records of 6.9 kB on average, as with bodies in the log. */
const BODY_BYTES = 5_600;
const ROUNDS = 5;
const CREATE_MANY_ROWS = 5_000;

interface Round {
  readonly parseOnly: number;
  readonly ingest: number;
  readonly ingestAgain: number;
  readonly ingestFull: number;
  readonly createMany: number;
  readonly peakMemoryMb: number;
}

/**
 * The whole ingest of gzip logs (parse, normalise, price, attribute, dedupe, roll up, one process) beside gunzip and
 * JSON.parse of the same bytes, ingest of what is stored already, ingest that keeps contents too, and Prisma's createMany of
 * finished rows. Ratios within one run, because machines are noisy.
 */
export async function benchIngest(): Promise<void> {
  const folder = join(tmpdir(), `ledgerline-bench-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    log: { log: () => {}, warn: console.error },
  });
  try {
    const { paths, records, averageBytes } = await writeLogs(folder);
    console.log(
      `${records} records of ${averageBytes} bytes on average, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
    );
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push(await runRound(server.url, paths, records, `bench_${round}`));
    const perSecond = (key: keyof Round) => Math.round(median(rounds.map((round) => round[key])));
    const ratio = (a: keyof Round, b: keyof Round) => median(rounds.map((round) => round[a] / round[b])).toFixed(2);
    console.table({
      'gunzip + JSON.parse': { 'records/s': perSecond('parseOnly') },
      'whole ingest': { 'records/s': perSecond('ingest') },
      'ingest of what is stored': { 'records/s': perSecond('ingestAgain') },
      'whole ingest, contents kept': { 'records/s': perSecond('ingestFull') },
      'Prisma createMany of finished rows': { 'records/s': perSecond('createMany') },
    });
    console.log(`whole ingest ÷ gunzip + JSON.parse: ${ratio('ingest', 'parseOnly')} (aim 0.80, at least 0.65)`);
    console.log(`whole ingest ÷ createMany: ${ratio('ingest', 'createMany')} (aim 14, at least 10)`);
    console.log(`re-ingest ÷ first ingest: ${ratio('ingestAgain', 'ingest')} (aim 1.6, at least 1.3)`);
    console.log(`with contents ÷ without: ${ratio('ingestFull', 'ingest')} (aim 0.5)`);
    console.log(
      `memory of the process after each round, largest: ${Math.max(...rounds.map((round) => round.peakMemoryMb))} MB (aim 300, at most 400)`,
    );
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runRound(serverUrl: string, paths: readonly string[], records: number, name: string): Promise<Round> {
  const inDatabase = async <T>(suffix: string, work: (pool: Pool) => Promise<T>) => {
    const admin = createPool(serverUrl, { applicationName: 'bench', max: 1 });
    await admin.query(`create database ${name}${suffix}`);
    const url = new URL(serverUrl);
    url.pathname = `/${name}${suffix}`;
    const pool = createPool(url.href, { applicationName: 'bench', max: 4 });
    try {
      return await work(pool);
    } finally {
      await pool.end();
      await admin.query(`drop database ${name}${suffix} with (force)`);
      await admin.end();
    }
  };
  const parseOnly = records / (await seconds(() => parseAll(paths)));
  const without = await inDatabase('', async (pool) => {
    const { usage, runs } = await prepareUsageDatabase(pool, []);
    const pipeline = { usage, runs, rules: NO_RULES, clock: systemClock };
    const first = records / (await seconds(() => ingest(paths, pipeline)));
    const again = records / (await seconds(() => ingest(paths, pipeline)));
    return { ingest: first, ingestAgain: again, createMany: CREATE_MANY_ROWS / (await createManyRows(pool)) };
  });
  const ingestFull = await inDatabase('_full', async (pool) => {
    const keys = new EnvironmentKeys(randomBytes(32));
    const { usage, runs } = await prepareUsageDatabase(pool, [], keys);
    const contents = contentPolicy({ contents: { mode: 'full', retentionDays: 3_650, keys }, sources: [] });
    const pipeline = { usage, runs, rules: NO_RULES, contents, clock: systemClock };
    return records / (await seconds(() => ingest(paths, pipeline)));
  });
  return { parseOnly, ...without, ingestFull, peakMemoryMb: Math.round(process.memoryUsage().rss / 1024 / 1024) };
}

async function ingest(paths: readonly string[], pipeline: Pipeline): Promise<void> {
  const source = new FileSource({ id: 'bench', cloud: 'bedrock', paths, envelope: {} });
  const now = systemClock.now();
  await ingestWindow(source, { from: now, to: now + 1 }, 'import', pipeline, new AbortController().signal);
}

/** What nobody can do without: the bytes decompressed, the lines split, the JSON parsed. */
async function parseAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const bytes = createReadStream(path, { highWaterMark: 1 << 20 }).pipe(createGunzip({ chunkSize: 1 << 20 }));
    for await (const line of createInterface({ input: bytes, crlfDelay: Infinity })) JSON.parse(line);
  }
}

/** Finished rows through Prisma, a thousand at a time; the seconds it took. */
async function createManyRows(pool: Pool): Promise<number> {
  const prisma = createPrisma(pool);
  const rows = await prisma.usageEvent.findMany({ take: CREATE_MANY_ROWS });
  await pool.query('truncate usage_event');
  const taken = await seconds(async () => {
    for (let start = 0; start < rows.length; start += 1_000) {
      const data = rows
        .slice(start, start + 1_000)
        .map(({ provenance, requestMetadata, filledFrom, correlationIds, ...row }) => ({
          ...row,
          provenance: provenance ?? {},
          ...(requestMetadata === null ? {} : { requestMetadata }),
          ...(filledFrom === null ? {} : { filledFrom }),
          ...(correlationIds === null ? {} : { correlationIds }),
        }));
      await prisma.usageEvent.createMany({ data });
    }
  });
  await prisma.$disconnect();
  return taken;
}

async function writeLogs(folder: string): Promise<{ paths: string[]; records: number; averageBytes: number }> {
  const now = systemClock.now();
  const from = Math.floor(now / HOUR_MS) - 24 * 60;
  const hours = new LogHours({ ...DEFAULT_WORLD, callsPerDay: 8_000, bodyBytes: BODY_BYTES }, from * HOUR_MS);
  const paths: string[] = [];
  let records = 0;
  let bytes = 0;
  let lines: string[] = [];
  const place = PLACES[0];
  for (let hour = from; records < RECORDS; hour += 1) {
    for (const event of hours.eventsOf(place, hour, DEMO_FAULTS)) {
      const { message }: { message: string } = JSON.parse(event.json);
      if (!message.startsWith('{') || !message.endsWith('}')) continue;
      lines.push(message);
      records += 1;
      bytes += event.messageBytes;
    }
    if (lines.length >= RECORDS / FILES || records >= RECORDS) {
      const path = join(folder, `log-${paths.length}.json.gz`);
      await writeFile(path, gzipSync(`${lines.join('\n')}\n`));
      paths.push(path);
      lines = [];
    }
  }
  return { paths, records, averageBytes: Math.round(bytes / records) };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
