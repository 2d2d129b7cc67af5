import { BigQuery, type Job } from '@google-cloud/bigquery';
import type { AnyAuthClient, GoogleAuth } from 'google-auth-library';
import { z } from 'zod';
import type { Clock } from '../../runtime/clock.js';
import { systemClock } from '../../runtime/clock.js';
import type { RawRecord } from '../../usage/raw-record.js';
import type { WholeScan } from '../../usage/scan.js';
import { HOUR_MS, MINUTE_MS, uncovered, type Window } from '../../usage/window.js';
import { type LogSource, SourceUnavailable } from '../log-source.js';
import { type GoogleAccess, googleAuth } from './google-access.js';
import { type GoogleRequest, sourceUnavailable } from './google-errors.js';
import { KeptAnswer } from './kept-answer.js';
import { missingColumns, readTableName, type RowOrder, rowsQuery } from './log-table.js';
import { patiently } from './patiently.js';
import { readPublisherModel } from './publisher-config.reader.js';

export interface RequestResponseSettings extends GoogleAccess {
  readonly id: string;
  readonly location: string;
  readonly table?: string | undefined;
  readonly models?: readonly string[] | undefined;
  readonly maximumBytesBilled: number;
  /** Of a table that every query reads whole. */
  readonly maximumBytesBilledPerDay: number;
  /** Wait before the second try of a request; a second where it is absent. */
  readonly firstWaitMs?: number | undefined;
}

/** Rows of a page: bodies make them large, and an answer ends at 20 MB anyway. */
const PAGE_ROWS = 500;
/**
 * Rows can be read about a minute after their call. What was read so long after its end is not read again, because every
 * query is billed for the columns of the whole table, or of the whole day where it is partitioned.
 */
const SETTLED_MS = 2 * HOUR_MS;
/** A window as short as the shortest that is read, by which it is tried whether a query of it reads the whole table. */
const SHORT_MS = 15 * MINUTE_MS;
const ALL_TIME: Window = { from: 0, to: Date.UTC(2100, 0, 1) };

const MEBIBYTE = 1024 ** 2;
/** "Minimum 10 MB data processed per table referenced by a query". https://cloud.google.com/bigquery/pricing#on_demand_pricing */
const LEAST_BYTES_BILLED = 10 * MEBIBYTE;

/**
 * Vertex AI's request-response logs, from the table of BigQuery that they are written to.
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/request-response-logging
 *
 * Traps that this file answers: request ids are larger than a number of JavaScript holds; timestamps come in microseconds;
 * rows name no location; a query is billed by the bytes of its columns, so that it is measured before it is made.
 */
export class VertexRequestResponseSource implements LogSource {
  readonly cloud = 'vertex';
  readonly axis = 'event-time';
  readonly id: string;
  private clients: Promise<{ auth: GoogleAuth<AnyAuthClient>; bigQuery: BigQuery }> | undefined;
  private settled: Window[] = [];
  private readonly kept = new Map<string, KeptAnswer<Job>>();
  /** Bytes that every query of a table reads; null where a query reads the days of its window. As measured last. */
  private readonly wholeBytes = new Map<string, number | null>();
  /** What is about to be read. */
  private ahead: Window | null = null;

  constructor(
    private readonly settings: RequestResponseSettings,
    private readonly clock: Clock = systemClock,
  ) {
    this.id = settings.id;
  }

  async *read(window: Window, signal: AbortSignal): AsyncGenerator<RawRecord[]> {
    if (uncovered(window, this.settled).length === 0) return;
    for (const table of await this.tables(signal)) yield* this.readTable(table, window, signal);
  }

  async measureWhole(range: Window, signal: AbortSignal): Promise<WholeScan | null> {
    this.ahead = range;
    const { maximumBytesBilledPerDay: bytesPerDay } = this.settings;
    const billed: number[] = [];
    for (const table of await this.tables(signal)) {
      const whole = await this.measureTable(await this.asking(table, signal));
      if (whole === null) continue;
      this.checkBytes(table, whole);
      const isKept = this.kept.get(table)?.holds(range, this.clock.now()) === true;
      billed.push(isKept ? 0 : Math.max(LEAST_BYTES_BILLED, Math.ceil(whole / MEBIBYTE) * MEBIBYTE));
    }
    return billed.length === 0 ? null : { bytes: billed.reduce((sum, bytes) => sum + bytes, 0), bytesPerDay };
  }

  saved(window: Window): void {
    if (this.clock.now() < window.to + SETTLED_MS) return;
    const touching = this.settled.filter(({ from, to }) => from <= window.to && to >= window.from);
    const joined = {
      from: Math.min(window.from, ...touching.map(({ from }) => from)),
      to: Math.max(window.to, ...touching.map(({ to }) => to)),
    };
    this.settled = [...this.settled.filter((span) => !touching.includes(span)), joined];
  }

  /** The configured table, or those that the models' logging configurations name. */
  private async tables(signal: AbortSignal): Promise<readonly string[]> {
    const { table, models = [], location, projectId } = this.settings;
    if (table !== undefined) return [table];
    const { auth } = await this.open();
    const found = new Set<string>();
    for (const model of models) {
      const request = {
        what: `the logging configuration of ${model} in ${location}, project ${projectId}`,
        role: 'a role with aiplatform.endpoints.fetchPublisherModelConfig on the project',
        ifAbsent: 'models and location, or name the table',
      };
      const { requestResponse } = await this.ask(request, signal, () =>
        readPublisherModel(auth, this.settings, location, model, signal),
      );
      if (requestResponse.table !== null) found.add(requestResponse.table);
    }
    if (found.size > 0) return [...found];
    const words = `no logging configuration of ${models.join(', ')} in ${location} names a table; switch logging on or name the table`;
    throw new SourceUnavailable(this.id, 'notFound', words, new Error('no outputUri'));
  }

  private async *readTable(table: string, window: Window, signal: AbortSignal): AsyncGenerator<RawRecord[]> {
    const asking = await this.asking(table, signal);
    const known = this.wholeBytes.get(table);
    const whole = known === undefined ? await this.measureTable(asking) : known;
    if (whole === null) yield* this.readRows(asking, window);
    else yield* this.readPiece(asking, window);
  }

  private async asking(table: string, signal: AbortSignal): Promise<AskedTable> {
    const request = {
      what: `table ${table}`,
      role: `roles/bigquery.dataViewer on its dataset and roles/bigquery.jobUser on project ${this.settings.projectId}`,
      ifAbsent: 'table against the outputUri of the logging configuration; it may have expired',
    };
    const { bigQuery } = await this.ask(request, signal, () => this.open());
    return { table, bigQuery, request, signal, ...(await this.describe(table, bigQuery, request, signal)) };
  }

  /** Whether a query of a short window reads as much as one of all time, and how much that is. Dry runs are not billed. */
  private async measureTable(asking: AskedTable): Promise<number | null> {
    const whole = asking.isPruned ? null : await this.measureUnpruned(asking);
    this.wholeBytes.set(asking.table, whole);
    return whole;
  }

  private async measureUnpruned(asking: AskedTable): Promise<number | null> {
    const now = this.clock.now();
    const short = await this.measure(asking, { from: now - SHORT_MS, to: now });
    const all = await this.measure(asking, ALL_TIME);
    return short === all ? all : null;
  }

  private async *readRows(asking: AskedTable, window: Window): AsyncGenerator<RawRecord[]> {
    const job = await this.startQuery(asking, window, 'oldest first');
    let pageToken: string | undefined;
    do {
      const [rows, next] = await this.readPage(asking, job, pageToken === undefined ? {} : { pageToken });
      if (rows.length > 0) yield rows.map((row) => this.toRecord(row));
      pageToken = next;
    } while (pageToken !== undefined);
  }

  /** A window of a table that every query reads whole: all that is about to be read is asked for once, and read from one answer. */
  private async *readPiece(asking: AskedTable, window: Window): AsyncGenerator<RawRecord[]> {
    const kept = await this.keptAnswer(asking, window);
    let row = kept.beginsAt(window.to);
    let isRead = row === null;
    let isEnd = false;
    while (row !== null && !isRead) {
      const page = await this.readPage(asking, kept.job, { startIndex: String(row) }).catch((error: unknown) => {
        // While the other side is away the answer is still there, and asking for it once more is billed once more.
        if (!(error instanceof SourceUnavailable && PASSES.has(error.reason))) this.kept.delete(asking.table);
        throw error;
      });
      const [rows, next] = page;
      const within = rows.filter((one) => timeOf(one) >= window.from);
      const wanted = within.filter((one) => timeOf(one) < window.to);
      if (wanted.length > 0) yield wanted.map((one) => this.toRecord(one));
      row += within.length;
      isRead = within.length < rows.length || next === undefined;
      isEnd = within.length === rows.length && next === undefined;
    }
    if (row !== null) kept.reached(window.from, row, isEnd);
  }

  private async keptAnswer(asking: AskedTable, window: Window): Promise<KeptAnswer<Job>> {
    const now = this.clock.now();
    const known = this.kept.get(asking.table);
    if (known?.holds(window, now) === true) return known;
    const { ahead } = this;
    const isAhead = ahead !== null && ahead.from <= window.from && ahead.to >= window.to;
    const range = isAhead ? ahead : window;
    const job = await this.startQuery(asking, range, 'newest first');
    const kept = new KeptAnswer(job, range, now - SETTLED_MS, now);
    this.kept.set(asking.table, kept);
    return kept;
  }

  /** Measures a query and then makes it. */
  private async startQuery(asking: AskedTable, window: Window, order: RowOrder): Promise<Job> {
    const { table, bigQuery, request, signal } = asking;
    this.checkBytes(table, this.wholeBytes.get(table) ?? (await this.measure(asking, window, order)));
    const maximumBytesBilled = String(this.settings.maximumBytesBilled);
    const [job] = await this.ask(request, signal, () =>
      bigQuery.createQueryJob({ ...queryOf(asking, window, order), maximumBytesBilled }),
    );
    return job;
  }

  /** Bytes that a query would read. */
  private async measure(asking: AskedTable, window: Window, order: RowOrder = 'newest first'): Promise<number> {
    const { bigQuery, request, signal } = asking;
    const [measured] = await this.ask(request, signal, () =>
      bigQuery.createQueryJob({ ...queryOf(asking, window, order), dryRun: true }),
    );
    return Number(measuredSchema.parse(measured.metadata).statistics.totalBytesProcessed);
  }

  private async readPage(
    { request, signal }: AskedTable,
    job: Job,
    from: { readonly pageToken?: string; readonly startIndex?: string },
  ): Promise<[Row[], string | undefined]> {
    const [rows, next] = await this.ask(request, signal, () =>
      job.getQueryResults({
        autoPaginate: false,
        maxResults: PAGE_ROWS,
        'formatOptions.useInt64Timestamp': true,
        ...from,
      }),
    );
    return [z.array(rowSchema).parse(rows), nextSchema.parse(next)?.pageToken ?? undefined];
  }

  private async describe(
    name: string,
    bigQuery: BigQuery,
    request: GoogleRequest,
    signal: AbortSignal,
  ): Promise<Pick<AskedTable, 'columns' | 'isPruned'>> {
    const { projectId, dataset, table } = readTableName(name);
    const [metadata]: unknown[] = await this.ask(request, signal, () =>
      bigQuery.dataset(dataset, { projectId }).table(table).getMetadata(),
    );
    const { schema, timePartitioning } = tableSchema.parse(metadata);
    const columns = schema.fields.map((field) => field.name);
    const missing = missingColumns(columns);
    if (missing.length === 0) return { columns, isPruned: timePartitioning?.field === 'logging_time' };
    const words = `table ${name} is not one of request-response logging: it has no column ${missing.join(', ')}`;
    throw new SourceUnavailable(this.id, 'invalid', words, new Error('other columns'));
  }

  private checkBytes(table: string, bytes: number): void {
    const { maximumBytesBilled } = this.settings;
    if (bytes <= maximumBytesBilled) return;
    const words =
      `a query of table ${table} would read ${bytes} bytes, more than maximumBytesBilled (${maximumBytesBilled}); ` +
      'partition the table by DATE(logging_time), so that a query reads a day of it, or raise maximumBytesBilled';
    throw new SourceUnavailable(this.id, 'invalid', words, new Error('maximumBytesBilled'));
  }

  private async ask<Answer>(request: GoogleRequest, signal: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await patiently(ask, signal, this.settings.firstWaitMs);
    } catch (error) {
      signal.throwIfAborted();
      throw sourceUnavailable(this.id, request, error);
    }
  }

  private open(): Promise<{ auth: GoogleAuth<AnyAuthClient>; bigQuery: BigQuery }> {
    this.clients ??= this.connect().catch((error: unknown) => {
      this.clients = undefined;
      throw error;
    });
    return this.clients;
  }

  private async connect(): Promise<{ auth: GoogleAuth<AnyAuthClient>; bigQuery: BigQuery }> {
    const { projectId, endpoint } = this.settings;
    const auth = await googleAuth(this.settings);
    const authClient = await auth.getClient();
    const apiEndpoint = endpoint?.bigQuery === undefined ? {} : { apiEndpoint: endpoint.bigQuery };
    return { auth, bigQuery: new BigQuery({ projectId, authClient, autoRetry: false, ...apiEndpoint }) };
  }

  private toRecord(row: Row): RawRecord {
    const { projectId, location } = this.settings;
    const loggingTime = row.logging_time?.value ?? null;
    return {
      text: JSON.stringify({ log: 'requestResponse', row: { ...row, logging_time: loggingTime } }),
      envelope: {
        accountId: projectId,
        region: location,
        ...(row.request_id === null ? {} : { entryId: row.request_id }),
        ...(loggingTime === null ? {} : { timestamp: Date.parse(loggingTime) }),
      },
    };
  }
}

interface AskedTable {
  readonly table: string;
  readonly columns: readonly string[];
  /** It says itself that a query reads no more than the partitions of its window. */
  readonly isPruned: boolean;
  readonly bigQuery: BigQuery;
  readonly request: GoogleRequest;
  readonly signal: AbortSignal;
}

/** Reasons after which what was asked for is still there. */
const PASSES: ReadonlySet<SourceUnavailable['reason']> = new Set(['throttled', 'network']);

function queryOf({ table, columns, bigQuery }: AskedTable, { from, to }: Window, order: RowOrder) {
  return {
    query: rowsQuery(table, columns, order),
    params: { from: bigQuery.timestamp(new Date(from)), to: bigQuery.timestamp(new Date(to)) },
    useLegacySql: false,
  };
}

function timeOf({ logging_time: time }: Row): number {
  return time === null ? Number.NaN : Date.parse(time.value);
}

const rowSchema = z.looseObject({
  logging_time: z.object({ value: z.string() }).nullable(),
  request_id: z.string().nullable(),
});
type Row = z.output<typeof rowSchema>;
const nextSchema = z.looseObject({ pageToken: z.string().nullish() }).nullish();
const tableSchema = z.looseObject({
  schema: z.looseObject({ fields: z.array(z.looseObject({ name: z.string() })) }),
  timePartitioning: z.looseObject({ field: z.string().nullish() }).nullish(),
});
const measuredSchema = z.looseObject({ statistics: z.looseObject({ totalBytesProcessed: z.coerce.string() }) });
