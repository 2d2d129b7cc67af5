import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { BedrockCostConfig } from '../../runtime/config/bill-schema.js';
import type { Window } from '../../usage/window.js';
import type { BillPage, BillReader } from '../bill-reader.js';
import { csvRows } from '../csv-rows.js';
import { billFiles } from '../file/bill-files.js';
import { FileUnreadable, openFile } from '../file/log-file.js';
import { SourceUnavailable } from '../log-source.js';
import { sourceUnavailable } from './aws-errors.js';
import { createS3Client, isAbsent, openObject } from './s3-objects.js';

const manifestSchema = z.object({ dataFiles: z.array(z.string()) });

interface Bucket {
  readonly name: string;
  readonly client: ReturnType<typeof createS3Client>;
  readonly keyPrefix: string;
  readonly exportName: string;
}

/**
 * AWS's cost and usage report: CUR 2.0 as Data Exports writes it to a bucket, or files of it on disk. A billing period is a
 * part: AWS writes it again, whole, at least once a day until two weeks after its end, and its manifest last of all.
 * https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html
 */
export class CostReportReader implements BillReader {
  private readonly bucket: Bucket | null;

  constructor(private readonly settings: BedrockCostConfig) {
    const { accountId, region = 'us-east-1', bucket, exportName, keyPrefix, credentials, endpoint } = settings;
    this.bucket =
      bucket === undefined || exportName === undefined
        ? null
        : {
            name: bucket,
            client: createS3Client({ accountId, region, credentials, endpoint }),
            keyPrefix: keyPrefix === undefined || keyPrefix === '' ? '' : `${keyPrefix.replace(/\/$/, '')}/`,
            exportName,
          };
  }

  async *read(days: Window, signal: AbortSignal): AsyncGenerator<BillPage> {
    yield* this.bucket === null ? this.readFiles(signal) : this.readPeriods(this.bucket, days, signal);
  }

  close(): void {
    this.bucket?.client.destroy();
  }

  private async *readFiles(signal: AbortSignal): AsyncGenerator<BillPage> {
    const { id, path = '' } = this.settings;
    try {
      for (const file of await billFiles(path, /\.csv(?:\.gz)?$/)) {
        yield { part: file.part, window: null, rows: [] };
        for await (const rows of this.rowsOf(openFile(file.path), file.path, signal)) {
          yield { part: file.part, window: null, rows };
        }
      }
    } catch (error) {
      if (error instanceof SourceUnavailable) throw error;
      const words = error instanceof FileUnreadable ? error.message : `${path}: ${wordsOf(error)}`;
      throw new SourceUnavailable(id, 'invalid', words, error);
    }
  }

  private async *readPeriods(bucket: Bucket, days: Window, signal: AbortSignal): AsyncGenerator<BillPage> {
    let found = false;
    for (const part of periodsOf(days)) {
      const objects = await this.dataFiles(bucket, part, signal);
      if (objects === null) continue;
      found = true;
      yield { part, window: null, rows: [] };
      for (const { name, key } of objects) {
        const what = `s3://${name}/${key}`;
        const object = await this.ask(
          what,
          () => openObject(bucket.client, { bucket: name, key }, null, signal),
          signal,
        );
        for await (const rows of this.rowsOf(object, what, signal)) yield { part, window: null, rows };
      }
    }
    if (found) return;
    const words = `there is no manifest of the export ${bucket.exportName} in s3://${bucket.name}/${bucket.keyPrefix}; check bucket, keyPrefix and exportName against Data Exports. A new export is delivered within 24 hours`;
    throw new SourceUnavailable(this.settings.id, 'notFound', words);
  }

  /** The objects of a billing period, as its manifest lists them; `null` where there is none. */
  private async dataFiles(bucket: Bucket, period: string, signal: AbortSignal) {
    const { name, keyPrefix, exportName, client } = bucket;
    const key = `${keyPrefix}${exportName}/metadata/BILLING_PERIOD=${period}/${exportName}-Manifest.json`;
    const what = `s3://${name}/${key}`;
    const text = await this.ask(
      what,
      async () => {
        try {
          const { Body: body } = await client.send(new GetObjectCommand({ Bucket: name, Key: key }), {
            abortSignal: signal,
          });
          return (await body?.transformToString()) ?? '';
        } catch (error) {
          if (isAbsent(error)) return null;
          throw error;
        }
      },
      signal,
    );
    if (text === null) return null;
    const manifest = manifestSchema.safeParse(jsonOf(text));
    if (!manifest.success) throw this.invalid(`${what} is no manifest of Data Exports: it lists no dataFiles`);
    return manifest.data.dataFiles.map((file) => {
      const [, of = name, path = file] = /^s3:\/\/([^/]+)\/(.+)$/.exec(file) ?? [];
      if (!/\.csv(?:\.gz)?$/.test(path)) {
        throw this.invalid(`${file} is not CSV: choose "gzip - text/csv" as the format of the export`);
      }
      return { name: of, key: path };
    });
  }

  private async *rowsOf(bytes: Readable, what: string, signal: AbortSignal): AsyncGenerator<Record<string, string>[]> {
    let header: string[] | null = null;
    try {
      for await (const page of csvRows(bytes)) {
        signal.throwIfAborted();
        const rows: string[][] = header === null ? page.slice(1) : page;
        header ??= (page[0] ?? []).map(columnName);
        const names = header;
        yield rows.map((fields) => Object.fromEntries(names.map((name, at) => [name, fields[at] ?? ''])));
      }
    } catch (error) {
      signal.throwIfAborted();
      throw this.invalid(`${what}: ${wordsOf(error)}`, error);
    }
    const missing = NEEDED.filter((name) => !(header ?? []).includes(name));
    if (missing.length > 0) {
      throw this.invalid(`${what} is no cost and usage report: it has no column ${missing.join(', ')}`);
    }
  }

  private async ask<Answer>(what: string, ask: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      const request = { what, permission: 's3:GetObject', ifAbsent: 'bucket, keyPrefix and exportName' };
      throw sourceUnavailable(this.settings.id, request, error);
    }
  }

  private invalid(words: string, cause?: unknown): SourceUnavailable {
    return new SourceUnavailable(this.settings.id, 'invalid', words, cause);
  }
}

/** Without these a file is no cost and usage report. https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html */
const NEEDED = [
  'line_item_usage_account_id',
  'line_item_line_item_type',
  'line_item_usage_start_date',
  'line_item_usage_type',
  'line_item_usage_amount',
  'line_item_unblended_cost',
];

/** `lineItem/UsageAccountId` of the older report is `line_item_usage_account_id` of CUR 2.0. */
function columnName(name: string): string {
  return name
    .replaceAll('/', '_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** Billing periods are months of UTC. */
function periodsOf({ from, to }: Window): string[] {
  const periods: string[] = [];
  const first = new Date(from);
  for (let month = 0; ; month += 1) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month);
    if (start >= to) return periods;
    periods.push(new Date(start).toISOString().slice(0, 7));
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
