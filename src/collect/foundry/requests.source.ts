import type { RawRecord } from '../../usage/raw-record.js';
import type { Window } from '../../usage/window.js';
import type { LogSource } from '../log-source.js';
import type { AzureAccess } from './azure-access.js';
import { ifThere, ingestedIn, literal } from './kql.js';
import { LogQueryReader, partsOf, type LogRow } from './log-query.reader.js';
import { envelopeTimes } from './log-times.js';

export interface FoundryRequestsSettings extends AzureAccess {
  readonly id: string;
  readonly workspaceId: string;
  /** The Foundry account, in small letters. */
  readonly resourceId: string;
  readonly region: string;
}

/** Records of a page. */
const PAGE_RECORDS = 2_000;

/**
 * Request and response logs of a Foundry account: a row for every call with its status, its duration and its deployment,
 * but without tokens and without caller. They lie in AzureDiagnostics, for which there is no table of its own.
 * https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-cognitiveservices-accounts-logs
 */
export class FoundryRequestsSource implements LogSource {
  readonly cloud = 'foundry';
  readonly axis = 'receive-time';
  readonly id: string;
  private readonly reader: LogQueryReader;

  constructor(private readonly settings: FoundryRequestsSettings) {
    this.id = settings.id;
    this.reader = new LogQueryReader(settings.id, settings.workspaceId, settings);
  }

  async *read(window: Window, signal: AbortSignal): AsyncGenerator<RawRecord[]> {
    const kql = (part: Window) => ingestedIn(requestsTable(this.settings.resourceId), part);
    for (const part of partsOf(window)) {
      for await (const rows of this.reader.rows(kql, part, signal)) {
        for (let first = 0; first < rows.length; first += PAGE_RECORDS) {
          yield rows.slice(first, first + PAGE_RECORDS).map((row) => this.toRecord(row));
        }
      }
    }
  }

  private toRecord(row: LogRow): RawRecord {
    const { _ing, ...columns } = row;
    const { resourceId: accountId, region } = this.settings;
    return {
      text: JSON.stringify(columns),
      envelope: { accountId, region, entryId: entryIdOf(row), ...envelopeTimes(row['TimeGenerated'], _ing) },
    };
  }
}

/** What a row tells stands in `properties_s`, or in columns of its own where the record held an object. */
function requestsTable(resourceId: string) {
  return {
    table: 'AzureDiagnostics',
    where: [`ResourceId =~ ${literal(resourceId)}`, 'Category == "RequestResponse"'],
    columns: [
      'TimeGenerated',
      'ResourceId',
      'Category',
      'OperationName',
      'CorrelationId',
      ifThere('ResultSignature'),
      ifThere('DurationMs'),
      ifThere('CallerIPAddress'),
      ...['properties_s', 'location_s', 'apiName_s', 'streamType_s', 'modelDeploymentName_s', 'modelName_s'].map(
        (column) => ifThere(column),
      ),
      // A value that looks like a GUID is put into a column that ends in _g.
      ...['modelVersion_s', 'objectId_s', 'objectId_g'].map((column) => ifThere(column)),
      ...['requestTime_d', 'responseTime_d', 'requestLength_d', 'responseLength_d'].map((column) =>
        ifThere(column, column),
      ),
    ],
  };
}

/** Rows have no id; two of one call differ in their operation or in the time of the request. */
function entryIdOf(row: LogRow): string {
  const inProperties = /"requestTime"\s*:\s*"?(\d+)/.exec(textOf(row['properties_s']))?.[1];
  const requestTime = inProperties ?? (textOf(row['requestTime_d']) || textOf(row['TimeGenerated']));
  return `${textOf(row['CorrelationId'])}/${textOf(row['OperationName'])}/${requestTime}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
