import type { BigQuery, Job } from '@google-cloud/bigquery';
import { z } from 'zod';
import type { Window } from '../../usage/window.js';
import { SourceUnavailable } from '../log-source.js';
import { missingColumns, readTableName, type RowOrder, rowsQuery } from './log-table.js';

/** Rows of a page: bodies make them large, and an answer ends at 20 MB anyway. */
const PAGE_ROWS = 500;

const rowSchema = z.looseObject({
  logging_time: z.object({ value: z.string() }).nullable(),
  request_id: z.string().nullable(),
});
const nextSchema = z.looseObject({ pageToken: z.string().nullish() }).nullish();
const tableSchema = z.looseObject({
  schema: z.looseObject({ fields: z.array(z.looseObject({ name: z.string() })) }),
  timePartitioning: z.looseObject({}).nullish(),
});
const measuredSchema = z.looseObject({ statistics: z.looseObject({ totalBytesProcessed: z.coerce.string() }) });

/** A row of a call. */
export type RequestRow = z.output<typeof rowSchema>;

interface TableParts {
  readonly sourceId: string;
  /** `project.dataset.table` */
  readonly name: string;
  readonly bigQuery: BigQuery;
  readonly maximumBytesBilled: number;
  /** Asks patiently, and says what is wrong in words about the table. */
  readonly ask: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
}

/** A table of BigQuery that requests and responses are written to, asked for windows of it. */
export class RequestTable {
  private constructor(
    private readonly parts: TableParts,
    private readonly columns: readonly string[],
    readonly isPartitioned: boolean,
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
    if (missing.length === 0) return new RequestTable(parts, columns, timePartitioning != null);
    const words = `table ${parts.name} is not one of request-response logging: it has no column ${missing.join(', ')}`;
    throw new SourceUnavailable(parts.sourceId, 'invalid', words, new Error('other columns'));
  }

  /** Measures a query for the rows of a window and then makes it. */
  async query(window: Window, order: RowOrder): Promise<Job> {
    const { bigQuery, maximumBytesBilled, ask } = this.parts;
    const query = {
      query: rowsQuery(this.name, this.columns, order),
      params: { from: bigQuery.timestamp(new Date(window.from)), to: bigQuery.timestamp(new Date(window.to)) },
      useLegacySql: false,
    };
    const [measured] = await ask(() => bigQuery.createQueryJob({ ...query, dryRun: true }));
    this.checkBytes(measured.metadata);
    const [job] = await ask(() =>
      bigQuery.createQueryJob({ ...query, maximumBytesBilled: String(maximumBytesBilled) }),
    );
    return job;
  }

  /** A page of what a query answered, and where the next one begins. */
  async page(
    job: Job,
    from: { readonly pageToken?: string; readonly startIndex?: string },
  ): Promise<[RequestRow[], string | undefined]> {
    const [rows, next] = await this.parts.ask(() =>
      job.getQueryResults({
        autoPaginate: false,
        maxResults: PAGE_ROWS,
        'formatOptions.useInt64Timestamp': true,
        ...from,
      }),
    );
    return [z.array(rowSchema).parse(rows), nextSchema.parse(next)?.pageToken ?? undefined];
  }

  private checkBytes(metadata: unknown): void {
    const bytes = Number(measuredSchema.parse(metadata).statistics.totalBytesProcessed);
    const { sourceId, maximumBytesBilled } = this.parts;
    if (bytes <= maximumBytesBilled) return;
    const words =
      `a query of table ${this.name} would read ${bytes} bytes, more than maximumBytesBilled (${maximumBytesBilled}); ` +
      'partition the table by DATE(logging_time), so that a query reads a day of it, or raise maximumBytesBilled';
    throw new SourceUnavailable(sourceId, 'invalid', words, new Error('maximumBytesBilled'));
  }
}
