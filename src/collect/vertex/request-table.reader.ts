import type { BigQuery, Job } from '@google-cloud/bigquery';
import { z } from 'zod';
import { MINUTE_MS, type Window } from '../../usage/window.js';
import { SourceUnavailable } from '../log-source.js';
import { missingColumns, readTableName, type RowOrder, rowsQuery } from './log-table.js';

/** Rows of a page: bodies make them large, and an answer ends at 20 MB anyway. */
const PAGE_ROWS = 500;

/** A window as short as the shortest that is read, by which it is tried whether a query of it reads the whole table. */
const SHORT_MS = 15 * MINUTE_MS;
const ALL_TIME: Window = { from: 0, to: Date.UTC(2100, 0, 1) };

const MEBIBYTE = 1024 ** 2;
/** "Minimum 10 MB data processed per table referenced by a query". https://cloud.google.com/bigquery/pricing#on_demand_pricing */
const LEAST_BYTES_BILLED = 10 * MEBIBYTE;

const rowSchema = z.looseObject({
  logging_time: z.object({ value: z.string() }).nullable(),
  request_id: z.string().nullable(),
});
const nextSchema = z.looseObject({ pageToken: z.string().nullish() }).nullish();
const tableSchema = z.looseObject({
  schema: z.looseObject({ fields: z.array(z.looseObject({ name: z.string() })) }),
  timePartitioning: z.looseObject({ field: z.string().nullish() }).nullish(),
});
const measuredSchema = z.looseObject({ statistics: z.looseObject({ totalBytesProcessed: z.coerce.string() }) });

/** A row of a call. */
export type RequestRow = z.output<typeof rowSchema>;

type Ask = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

interface TableParts {
  readonly sourceId: string;
  /** `project.dataset.table` */
  readonly name: string;
  readonly bigQuery: BigQuery;
  readonly maximumBytesBilled: number;
  /** Asks patiently, and says what is wrong in words about the table. */
  readonly ask: Ask;
  /** The same of an answer to a query, which goes after a day, though the table is there. */
  readonly askAnswer: Ask;
}

/** A table of BigQuery that requests and responses are written to, asked for windows of it. */
export class RequestTable {
  private constructor(
    private readonly parts: TableParts,
    private readonly columns: readonly string[],
    /** It says itself that a query reads no more than the partitions of its window. */
    private readonly isPruned: boolean,
  ) {}

  get name(): string {
    return this.parts.name;
  }

  /** The table as it is now; refuses one of something else. */
  static async open(parts: TableParts): Promise<RequestTable> {
    const { projectId, dataset, table } = readTableName(parts.name);
    const [metadata]: unknown[] = await parts.ask(() =>
      parts.bigQuery.dataset(dataset, { projectId }).table(table).getMetadata(),
    );
    const { schema, timePartitioning } = tableSchema.parse(metadata);
    const columns = schema.fields.map((field) => field.name);
    const missing = missingColumns(columns);
    if (missing.length === 0) return new RequestTable(parts, columns, timePartitioning?.field === 'logging_time');
    const words = `table ${parts.name} is not one of request-response logging: it has no column ${missing.join(', ')}`;
    throw new SourceUnavailable(parts.sourceId, 'invalid', words, new Error('other columns'));
  }

  /**
   * What every query is billed, where one of a short window reads as much as one of all time; null where it reads no more
   * than it has to. Measured by dry runs, which are not billed; refuses what may not be read.
   */
  async billedWhole(now: number): Promise<number | null> {
    if (this.isPruned) return null;
    const short = await this.measure({ from: now - SHORT_MS, to: now }, 'newest first');
    const bytes = await this.measure(ALL_TIME, 'newest first');
    if (short !== bytes) return null;
    this.checkBytes(bytes);
    return Math.max(LEAST_BYTES_BILLED, Math.ceil(bytes / MEBIBYTE) * MEBIBYTE);
  }

  /** Measures a query for the rows of a window and then makes it. */
  async query(window: Window, order: RowOrder): Promise<Job> {
    const { bigQuery, maximumBytesBilled, ask } = this.parts;
    this.checkBytes(await this.measure(window, order));
    const query = { ...this.queryOf(window, order), maximumBytesBilled: String(maximumBytesBilled) };
    const [job] = await ask(() => bigQuery.createQueryJob(query));
    return job;
  }

  /** Bytes that a query would read. */
  private async measure(window: Window, order: RowOrder): Promise<number> {
    const { bigQuery, ask } = this.parts;
    const query = { ...this.queryOf(window, order), dryRun: true };
    const [measured] = await ask(() => bigQuery.createQueryJob(query));
    return Number(measuredSchema.parse(measured.metadata).statistics.totalBytesProcessed);
  }

  private queryOf({ from, to }: Window, order: RowOrder) {
    const { bigQuery } = this.parts;
    return {
      query: rowsQuery(this.name, this.columns, order),
      params: { from: bigQuery.timestamp(new Date(from)), to: bigQuery.timestamp(new Date(to)) },
      useLegacySql: false,
    };
  }

  /** A page of what a query answered, and where the next one begins. */
  async page(
    job: Job,
    from: { readonly pageToken?: string; readonly startIndex?: string },
  ): Promise<[RequestRow[], string | undefined]> {
    const [rows, next] = await this.parts.askAnswer(() =>
      job.getQueryResults({
        autoPaginate: false,
        maxResults: PAGE_ROWS,
        'formatOptions.useInt64Timestamp': true,
        ...from,
      }),
    );
    return [z.array(rowSchema).parse(rows), nextSchema.parse(next)?.pageToken ?? undefined];
  }

  private checkBytes(bytes: number): void {
    const { sourceId, maximumBytesBilled } = this.parts;
    if (bytes <= maximumBytesBilled) return;
    const words =
      `a query of table ${this.name} would read ${bytes} bytes, more than maximumBytesBilled (${maximumBytesBilled}); ` +
      'partition the table by DATE(logging_time), so that a query reads a day of it, or raise maximumBytesBilled';
    throw new SourceUnavailable(sourceId, 'invalid', words, new Error('maximumBytesBilled'));
  }
}
