import { seedWordsOf } from '../../random.js';
import type { GoogleBackend } from '../google-backend.js';
import { GoogleError, invalidArgument } from '../google-error.js';
import { partsOf, type RestRequest, type RestService } from '../http/rest.js';
import type { RequestGate } from '../request-gate.js';
import { tableNamed } from './tables.js';
import { rowsAsked, schemaOf, type Result } from './result-pages.js';
import { readQueryRequest, type QueryRequest } from './query-request.js';
import { bytesProcessed, planQuery, runQuery, type PlannedQuery } from './run-query.js';
import { readQuery } from './sql.js';
import type { TableHours } from './table-hours.js';

const PROJECT = '^/bigquery/v2/projects/(?<project>[^/]+)';
const QUERIES = new RegExp(`${PROJECT}/queries$`);
const RESULTS = new RegExp(`${PROJECT}/queries/(?<job>[^/]+)$`);
const JOBS = new RegExp(`${PROJECT}/jobs$`);
const JOB = new RegExp(`${PROJECT}/jobs/(?<job>[^/]+)$`);

const MEBIBYTE = 1_048_576;
/** On-demand queries bill at least so much of a table. https://docs.cloud.google.com/bigquery/pricing#on_demand_pricing */
const LEAST_BYTES_BILLED = 10 * MEBIBYTE;
const REMEMBERED_JOBS = 64;

interface Job {
  readonly id: string;
  readonly location: string;
  readonly bytes: number;
  readonly result: Result;
}

/** BigQuery's jobs over REST: queries of the family that readers of the request-response log ask. */
export class BigQueryService implements RestService {
  private readonly jobs = new Map<string, Job>();
  private asked = 0;
  private processed = 0;
  private billed = 0;

  constructor(
    private readonly backend: GoogleBackend,
    private readonly rows: TableHours,
    private readonly gate: RequestGate,
  ) {}

  /** Bytes of all queries that ran: what is billed, but for the least amount of a query. */
  bytesProcessed(): number {
    return this.processed;
  }

  /** What all queries that ran are billed. */
  bytesBilled(): number {
    return this.billed;
  }

  answer(request: RestRequest): object | null {
    const { method, path } = request;
    const named = (pattern: RegExp, verb: string): Readonly<Record<string, string>> | null =>
      method === verb ? partsOf(pattern, path) : null;
    const query = named(QUERIES, 'POST');
    if (query !== null) return this.query(query['project'] ?? '', request);
    const insert = named(JOBS, 'POST');
    if (insert !== null) return this.insertJob(insert['project'] ?? '', request);
    const job = named(JOB, 'GET');
    if (job !== null) return this.describeJob(job['project'] ?? '', this.jobNamed(job['job'] ?? ''));
    const results = named(RESULTS, 'GET');
    if (results !== null)
      return this.results(results['project'] ?? '', this.jobNamed(results['job'] ?? ''), request.search);
    return null;
  }

  private query(projectId: string, request: RestRequest): object {
    const body = request.body();
    const asked = readQueryRequest(body, body.text('location'));
    const [plan, bytes] = this.plan(projectId, asked);
    if (body.isTrue('dryRun'))
      return {
        kind: 'bigquery#queryResponse',
        schema: schemaOf(plan.columns),
        jobComplete: true,
        totalBytesProcessed: String(bytes),
      };
    const job = this.run(asked, plan, bytes);
    const search = new URLSearchParams();
    const most = body.whole('maxResults');
    if (most !== undefined) search.set('maxResults', String(most));
    search.set(
      'formatOptions.useInt64Timestamp',
      String(body.object('formatOptions')?.isTrue('useInt64Timestamp') ?? false),
    );
    return { ...this.results(projectId, job, search), kind: 'bigquery#queryResponse' };
  }

  private insertJob(projectId: string, request: RestRequest): object {
    const body = request.body();
    const configuration = body.object('configuration');
    const query = configuration?.object('query');
    if (configuration === undefined || query === undefined) throw invalidArgument('The stand-in plays query jobs only');
    const reference = body.object('jobReference');
    const asked = readQueryRequest(query, reference?.text('location'));
    const [plan, bytes] = this.plan(projectId, asked);
    if (configuration.isTrue('dryRun')) {
      return {
        kind: 'bigquery#job',
        jobReference: { projectId, location: plan.table.bigQueryLocation },
        configuration: { jobType: 'QUERY', dryRun: true },
        status: { state: 'DONE' },
        statistics: {
          totalBytesProcessed: String(bytes),
          query: {
            totalBytesProcessed: String(bytes),
            totalBytesBilled: '0',
            schema: schemaOf(plan.columns),
            statementType: 'SELECT',
            cacheHit: false,
          },
        },
      };
    }
    return this.describeJob(projectId, this.run(asked, plan, bytes, reference?.text('jobId')));
  }

  /** Check a query and measure it; nothing has run yet. */
  private plan(projectId: string, asked: QueryRequest): [PlannedQuery, number] {
    const { backend, gate } = this;
    gate.admit({ permission: 'bigquery.jobs.create', projectId });
    const query = readQuery(asked.sql);
    const table = tableNamed(query.from, projectId, backend);
    gate.admit({ permission: 'bigquery.tables.getData', projectId: table.projectId, within: [table.dataset] });
    if (asked.location !== undefined && asked.location !== table.bigQueryLocation) {
      throw new GoogleError(
        'NOT_FOUND',
        `Not found: Dataset ${table.projectId}:${table.dataset} was not found in location ${asked.location}`,
      );
    }
    const plan = planQuery(query, table, asked.parameters);
    return [plan, bytesProcessed(plan, backend, this.rows)];
  }

  private run(asked: QueryRequest, plan: PlannedQuery, bytes: number, wantedId?: string): Job {
    const billed = Math.max(LEAST_BYTES_BILLED, Math.ceil(bytes / MEBIBYTE) * MEBIBYTE);
    const most = asked.maximumBytesBilled;
    if (most !== undefined && billed > most) {
      throw new GoogleError(
        'INVALID_ARGUMENT',
        `Query exceeded limit for bytes billed: ${most}. ${billed} or higher required.`,
        'bytesBilledLimitExceeded',
      );
    }
    this.asked += 1;
    this.processed += bytes;
    this.billed += billed;
    const [a, b] = seedWordsOf(`${this.backend.seed}/job/${this.asked}`);
    const id = wantedId ?? `job_${a.toString(36)}${b.toString(36)}_${this.asked}`;
    const job = {
      id,
      location: plan.table.bigQueryLocation,
      bytes,
      result: { columns: plan.columns, rows: runQuery(plan, this.backend, this.rows) },
    };
    for (const oldest of this.jobs.keys()) {
      if (this.jobs.size < REMEMBERED_JOBS) break;
      this.jobs.delete(oldest);
    }
    this.jobs.set(id, job);
    return job;
  }

  private jobNamed(id: string): Job {
    const job = this.jobs.get(id);
    if (job === undefined) throw new GoogleError('NOT_FOUND', `Not found: Job ${id}`);
    // What is being read is remembered longest: BigQuery keeps answers for 24 hours.
    this.jobs.delete(id);
    this.jobs.set(id, job);
    return job;
  }

  private describeJob(projectId: string, job: Job): object {
    return {
      kind: 'bigquery#job',
      id: `${projectId}:${job.location}.${job.id}`,
      jobReference: { projectId, jobId: job.id, location: job.location },
      configuration: { jobType: 'QUERY' },
      status: { state: 'DONE' },
      statistics: {
        totalBytesProcessed: String(job.bytes),
        query: { totalBytesProcessed: String(job.bytes), cacheHit: false },
      },
    };
  }

  private results(projectId: string, job: Job, search: URLSearchParams): object {
    return {
      kind: 'bigquery#getQueryResultsResponse',
      schema: schemaOf(job.result.columns),
      jobReference: { projectId, jobId: job.id, location: job.location },
      totalRows: String(job.result.rows.length),
      totalBytesProcessed: String(job.bytes),
      jobComplete: true,
      cacheHit: false,
      ...rowsAsked(job.result, job.id, search, this.backend.seed),
    };
  }
}
