import { BigQuery, type Job } from '@google-cloud/bigquery';
import type { AnyAuthClient, GoogleAuth } from 'google-auth-library';
import type { Clock } from '../../runtime/clock.js';
import { systemClock } from '../../runtime/clock.js';
import type { RawRecord } from '../../usage/raw-record.js';
import type { WholeScan } from '../../usage/scan.js';
import { HOUR_MS, uncovered, type Window } from '../../usage/window.js';
import { type LogSource, SourceUnavailable } from '../log-source.js';
import { type GoogleAccess, googleAuth } from './google-access.js';
import { type GoogleRequest, sourceUnavailable } from './google-errors.js';
import { KeptAnswer } from './kept-answer.js';
import { patiently } from './patiently.js';
import { readPublisherModel } from './publisher-config.reader.js';
import { RequestTable, type RequestRow } from './request-table.reader.js';

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

/**
 * Rows can be read about a minute after their call. What was read so long after its end is not read again, because every
 * query is billed for the columns of the whole table, or of the whole day where it is partitioned.
 */
const SETTLED_MS = 2 * HOUR_MS;
/** Reasons after which what was asked for is still there. */
const PASSES: ReadonlySet<SourceUnavailable['reason']> = new Set(['throttled', 'network']);

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
  /** Bytes that every query of a table is billed; null where it is billed by its window. As measured last. */
  private readonly billedWhole = new Map<string, number | null>();
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
    for (const name of await this.tables(signal)) {
      const whole = await this.measureTable(await this.table(name, signal));
      if (whole === null) continue;
      const isKept = this.kept.get(name)?.holds(range, this.clock.now()) === true;
      billed.push(isKept ? 0 : whole);
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

  private async *readTable(name: string, window: Window, signal: AbortSignal): AsyncGenerator<RawRecord[]> {
    const table = await this.table(name, signal);
    const known = this.billedWhole.get(name);
    const whole = known === undefined ? await this.measureTable(table) : known;
    if (whole === null) yield* this.readRows(table, window);
    else yield* this.readPiece(table, window);
  }

  private async table(name: string, signal: AbortSignal): Promise<RequestTable> {
    const request = {
      what: `table ${name}`,
      role: `roles/bigquery.dataViewer on its dataset and roles/bigquery.jobUser on project ${this.settings.projectId}`,
      ifAbsent: 'table against the outputUri of the logging configuration; it may have expired',
    };
    const { maximumBytesBilled, projectId } = this.settings;
    const ofAnswer = {
      ...request,
      what: `answer any more to the query of table ${name}`,
      ifAbsent: `whether the job was deleted in project ${projectId}; the query is made anew at the next schedule`,
    };
    const ask = <Answer>(ask: () => Promise<Answer>) => this.ask(request, signal, ask);
    const askAnswer = <Answer>(ask: () => Promise<Answer>) => this.ask(ofAnswer, signal, ask);
    const { bigQuery } = await ask(() => this.open());
    return RequestTable.open({ sourceId: this.id, name, bigQuery, maximumBytesBilled, ask, askAnswer });
  }

  private async measureTable(table: RequestTable): Promise<number | null> {
    const whole = await table.billedWhole(this.clock.now());
    this.billedWhole.set(table.name, whole);
    return whole;
  }

  private async *readRows(table: RequestTable, window: Window): AsyncGenerator<RawRecord[]> {
    const job = await table.query(window, 'oldest first');
    let pageToken: string | undefined;
    do {
      const [rows, next] = await table.page(job, pageToken === undefined ? {} : { pageToken });
      if (rows.length > 0) yield rows.map((row) => this.toRecord(row));
      pageToken = next;
    } while (pageToken !== undefined);
  }

  /** A window of a table that every query reads whole: all that is about to be read is asked for once, and read from one answer. */
  private async *readPiece(table: RequestTable, window: Window): AsyncGenerator<RawRecord[]> {
    const kept = await this.keptAnswer(table, window);
    let row = kept.beginsAt(window.to);
    let isRead = row === null;
    let isEnd = false;
    while (row !== null && !isRead) {
      const page = await table.page(kept.job, { startIndex: String(row) }).catch((error: unknown) => {
        // While the other side is away the answer is still there, and asking for it once more is billed once more.
        if (!(error instanceof SourceUnavailable && PASSES.has(error.reason))) this.kept.delete(table.name);
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

  private async keptAnswer(table: RequestTable, window: Window): Promise<KeptAnswer<Job>> {
    const now = this.clock.now();
    const known = this.kept.get(table.name);
    if (known?.holds(window, now) === true) return known;
    const { ahead } = this;
    const isAhead = ahead !== null && ahead.from <= window.from && ahead.to >= window.to;
    const range = isAhead ? ahead : window;
    const job = await table.query(range, 'newest first');
    const kept = new KeptAnswer(job, range, now - SETTLED_MS, now);
    this.kept.set(table.name, kept);
    return kept;
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

  private toRecord(row: RequestRow): RawRecord {
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

function timeOf({ logging_time: time }: RequestRow): number {
  return time === null ? Number.NaN : Date.parse(time.value);
}
