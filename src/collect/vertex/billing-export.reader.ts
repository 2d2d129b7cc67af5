import { BigQuery } from '@google-cloud/bigquery';
import { z } from 'zod';
import type { VertexCostConfig } from '../../runtime/config/vertex-schema.js';
import type { Window } from '../../usage/window.js';
import type { BillPage, BillReader } from '../bill-reader.js';
import { billFiles } from '../file/bill-files.js';
import { readLogFile } from '../file/log-file.js';
import { SourceUnavailable } from '../log-source.js';
import { billingQueries } from './billing-query.js';
import { googleAuth } from './google-access.js';
import { type GoogleRequest, sourceUnavailable } from './google-errors.js';
import { readTableName } from './log-table.js';
import { patiently } from './patiently.js';

const PAGE_ROWS = 5_000;

type Settings = VertexCostConfig & {
  /** Wait before the second try of a request; a second where it is absent. */
  readonly firstWaitMs?: number | undefined;
};

/**
 * What Google billed: the standard or the detailed export of Cloud Billing, in its table of BigQuery, or in files of JSON
 * lines that were extracted from it. Rows of a day come for days, and corrections for weeks: the whole window is asked again.
 * https://docs.cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/standard-usage
 */
export class BillingExportReader implements BillReader {
  constructor(private readonly settings: Settings) {}

  async *read(days: Window, signal: AbortSignal): AsyncGenerator<BillPage> {
    const { table, path } = this.settings;
    if (path !== undefined) yield* this.readFiles(path, signal);
    else if (table !== undefined) yield* this.readTable(table, days, signal);
  }

  close(): void {}

  private async *readFiles(path: string, signal: AbortSignal): AsyncGenerator<BillPage> {
    try {
      for (const file of await billFiles(path, /\.(?:json|jsonl|ndjson)(?:\.gz)?$/)) {
        let rows: unknown[] = [];
        for await (const text of readLogFile(file.path)) {
          signal.throwIfAborted();
          rows.push(JSON.parse(text));
          if (rows.length < PAGE_ROWS) continue;
          yield { part: file.part, window: null, rows };
          rows = [];
        }
        yield { part: file.part, window: null, rows };
      }
    } catch (error) {
      signal.throwIfAborted();
      const words = error instanceof Error ? error.message : String(error);
      throw new SourceUnavailable(this.settings.id, 'invalid', `${path}: ${words}`, error);
    }
  }

  private async *readTable(name: string, window: Window, signal: AbortSignal): AsyncGenerator<BillPage> {
    const { projectId, endpoint, maximumBytesBilled } = this.settings;
    const request = {
      what: `table ${name}`,
      role: `roles/bigquery.dataViewer on its dataset and roles/bigquery.jobUser on project ${projectId}`,
      ifAbsent: 'table against "Billing export" in the console; its name begins with gcp_billing_export_',
    };
    const bigQuery = await this.ask(request, signal, async () => {
      const authClient = await (await googleAuth(this.settings)).getClient();
      const apiEndpoint = endpoint?.bigQuery === undefined ? {} : { apiEndpoint: endpoint.bigQuery };
      return new BigQuery({ projectId, authClient, autoRetry: false, ...apiEndpoint });
    });
    const place = readTableName(name);
    const [metadata]: unknown[] = await this.ask(request, signal, () =>
      bigQuery.dataset(place.dataset, { projectId: place.projectId }).table(place.table).getMetadata(),
    );
    const { timePartitioning } = tableSchema.parse(metadata);
    const queries = billingQueries(name, timePartitioning != null && timePartitioning.field == null);
    const params = {
      from: bigQuery.timestamp(new Date(window.from)),
      to: bigQuery.timestamp(new Date(window.to)),
    };
    const ask = async function* (this: BillingExportReader, query: string): AsyncGenerator<unknown[]> {
      const [measured] = await this.ask(request, signal, () =>
        bigQuery.createQueryJob({ query, params, dryRun: true, useLegacySql: false }),
      );
      this.checkBytes(name, measured.metadata);
      const [job] = await this.ask(request, signal, () =>
        bigQuery.createQueryJob({ query, params, maximumBytesBilled: String(maximumBytesBilled), useLegacySql: false }),
      );
      let pageToken: string | undefined;
      do {
        const [rows, next] = await this.ask(request, signal, () =>
          job.getQueryResults({
            autoPaginate: false,
            maxResults: PAGE_ROWS,
            ...(pageToken === undefined ? {} : { pageToken }),
          }),
        );
        yield rows;
        pageToken = nextSchema.parse(next)?.pageToken ?? undefined;
      } while (pageToken !== undefined);
    }.bind(this);
    for await (const rows of ask(queries.others)) {
      const leftOut = z
        .array(othersSchema)
        .parse(rows)
        .map(({ day, others }) => ({ day, rows: others }));
      yield { part: '', window, rows: [], leftOut };
    }
    for await (const rows of ask(queries.rows)) {
      yield { part: '', window, rows: z.array(rowSchema).parse(rows).map(asExported) };
    }
  }

  private checkBytes(table: string, metadata: unknown): void {
    const bytes = Number(measuredSchema.parse(metadata).statistics.totalBytesProcessed);
    const { maximumBytesBilled, id } = this.settings;
    if (bytes <= maximumBytesBilled) return;
    const words =
      `a query of table ${table} would read ${bytes} bytes, more than maximumBytesBilled (${maximumBytesBilled}); ` +
      'raise it, or lower historyDays, so that fewer partitions are read';
    throw new SourceUnavailable(id, 'invalid', words, new Error('maximumBytesBilled'));
  }

  private async ask<Answer>(request: GoogleRequest, signal: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await patiently(ask, signal, this.settings.firstWaitMs);
    } catch (error) {
      signal.throwIfAborted();
      throw sourceUnavailable(this.settings.id, request, error);
    }
  }
}

const text = z.string().nullable();
/** BigQuery's client gives floats as the doubles that they are, and other numbers as text. */
const number = z.union([z.number(), z.string()]).nullable();
const rowSchema = z.object({
  service: text,
  sku: text,
  usage_start_time: text,
  project: text,
  location: text,
  cost: number,
  currency: text,
  currency_conversion_rate: number,
  usage_amount: number,
  usage_unit: text,
  pricing_amount: number,
  pricing_unit: text,
  credits: text,
  invoice_month: text,
  cost_type: text,
});

/** A selected row in the shape that the export has in files. */
function asExported(row: z.output<typeof rowSchema>) {
  return {
    service: { description: row.service },
    sku: { description: row.sku },
    usage_start_time: row.usage_start_time,
    project: { id: row.project },
    location: { location: row.location },
    cost: row.cost,
    currency: row.currency,
    currency_conversion_rate: row.currency_conversion_rate,
    usage: {
      amount: row.usage_amount,
      unit: row.usage_unit,
      amount_in_pricing_units: row.pricing_amount,
      pricing_unit: row.pricing_unit,
    },
    credits: row.credits === null ? [] : z.unknown().parse(JSON.parse(row.credits)),
    invoice: { month: row.invoice_month },
    cost_type: row.cost_type,
  };
}

const tableSchema = z.looseObject({ timePartitioning: z.looseObject({ field: z.string().nullish() }).nullish() });
const othersSchema = z.looseObject({ day: z.string(), others: z.coerce.number() });
const nextSchema = z.looseObject({ pageToken: z.string().nullish() }).nullish();
const measuredSchema = z.looseObject({ statistics: z.looseObject({ totalBytesProcessed: z.coerce.string() }) });
