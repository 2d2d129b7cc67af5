import { credentials as grpcCredentials } from '@grpc/grpc-js';
import { Logging } from '@google-cloud/logging';
import { PassThroughClient } from 'google-auth-library';
import { z } from 'zod';
import type { MetadataPaths } from '../../usage/metadata-fields.js';
import type { RawRecord } from '../../usage/raw-record.js';
import type { Window } from '../../usage/window.js';
import { type LogSource, SourceUnavailable } from '../log-source.js';
import { Pacer } from '../pacer.js';
import { receivedIn } from './entries-filter.js';
import { type GoogleAccess, googleAuth } from './google-access.js';
import { type GoogleRequest, isRefusedToken, sourceUnavailable } from './google-errors.js';
import { readEntry } from './log-entry.js';
import { patiently } from './patiently.js';

export interface LoggingSettings extends GoogleAccess {
  readonly id: string;
  /** The entries that are wanted; bounds of time are added. */
  readonly filter: string;
  /** What is read and the role that it takes, for the words of an error. */
  readonly request: GoogleRequest;
  readonly requestsPerMinute: number;
  /** Places of fields that the configuration names; they travel with each entry. */
  readonly fields?: MetadataPaths | undefined;
  /** Wait before the second try of a request; a second where it is absent. */
  readonly firstWaitMs?: number | undefined;
}

/** The most that entries.list gives; its own default would spend the quota on pages of 50. */
const PAGE_ENTRIES = 1_000;
/** Tokens refused in one window before the window is given up: each costs a fresh start at the last entry seen. */
const MAX_REFUSALS = 20;

/**
 * Entries of Cloud Logging by the time when they were received, so that a stream that is logged when it ends is not missed.
 *
 * Traps of the API that this file answers: 60 requests a minute for all readers of a project; pages may be empty and still
 * have a successor; tokens live 24 hours; the client's own entries have lost their nanoseconds.
 * https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list
 */
export class VertexLoggingSource implements LogSource {
  readonly cloud = 'vertex';
  readonly axis = 'receive-time';
  readonly id: string;
  private client: Promise<Logging> | undefined;
  private readonly pacer: Pacer;

  constructor(private readonly settings: LoggingSettings) {
    this.id = settings.id;
    this.pacer = pacerOf(settings);
  }

  async *read(window: Window, signal: AbortSignal): AsyncGenerator<RawRecord[]> {
    const { filter, projectId, fields } = this.settings;
    let lastSeen: string | null = null;
    let range = receivedIn(filter, window);
    let pageToken: string | undefined;
    let refusals = 0;
    for (;;) {
      const page = await this.readPage(range, pageToken, signal);
      if (page === 'token-refused') {
        refusals += 1;
        if (refusals > MAX_REFUSALS) throw this.tokensKeepBeingRefused();
        range = receivedIn(filter, window, lastSeen);
        pageToken = undefined;
        continue;
      }
      const entries = page.entries.map(({ sent, data }) => readEntry(sent, data, projectId, fields));
      if (entries.length > 0) yield entries.map(({ record }) => record);
      lastSeen = entries.findLast(({ timestamp }) => timestamp !== null)?.timestamp ?? lastSeen;
      pageToken = page.next;
      if (pageToken === undefined) return;
    }
  }

  async close(): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    await client?.loggingService.close();
  }

  private async readPage(
    filter: string,
    pageToken: string | undefined,
    signal: AbortSignal,
  ): Promise<EntriesPage | 'token-refused'> {
    const { projectId, request, firstWaitMs } = this.settings;
    const query = {
      resourceNames: [`projects/${projectId}`],
      filter,
      orderBy: 'timestamp asc',
      pageSize: PAGE_ENTRIES,
      autoPaginate: false,
      ...(pageToken === undefined ? {} : { pageToken }),
    };
    try {
      return await patiently(
        async () => {
          const client = await this.open();
          await this.pacer.turn(signal);
          const [entries, , answer] = await client.getEntries(query);
          const sent = z.array(z.unknown()).parse(answer.entries ?? []);
          const next = answer.nextPageToken;
          return {
            entries: entries.map(({ data }, index): SentEntry => ({ sent: sent[index], data })),
            next: typeof next === 'string' && next !== '' ? next : undefined,
          };
        },
        signal,
        firstWaitMs,
      );
    } catch (error) {
      signal.throwIfAborted();
      if (pageToken !== undefined && isRefusedToken(error)) return 'token-refused';
      throw sourceUnavailable(this.id, request, error);
    }
  }

  /** Reading was started again so often that the window cannot be finished now. */
  private tokensKeepBeingRefused(): SourceUnavailable {
    const words = `${this.settings.request.what}: page tokens keep being refused; the window is read again later`;
    return new SourceUnavailable(this.id, 'other', words, new Error('page tokens refused'));
  }

  private open(): Promise<Logging> {
    this.client ??= connect(this.settings).catch((error: unknown) => {
      this.client = undefined;
      throw error;
    });
    return this.client;
  }
}

interface SentEntry {
  readonly sent: unknown;
  readonly data: unknown;
}

interface EntriesPage {
  readonly entries: readonly SentEntry[];
  readonly next: string | undefined;
}

async function connect(access: GoogleAccess): Promise<Logging> {
  const { projectId, endpoint } = access;
  const { logging } = endpoint ?? {};
  if (logging !== undefined && isThisMachine(logging.host)) {
    // A stand-in. Credentials are never sent over a connection that is not encrypted.
    const options = {
      projectId,
      apiEndpoint: logging.host,
      port: logging.port,
      sslCreds: grpcCredentials.createInsecure(),
      // Without one the library looks for credentials at Google's metadata server.
      authClient: new PassThroughClient(),
    };
    return new Logging(options);
  }
  const authClient = await (await googleAuth(access)).getClient();
  const address = logging === undefined ? {} : { apiEndpoint: logging.host, port: logging.port };
  return new Logging({ projectId, authClient, ...address });
}

function isThisMachine(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1'].includes(host);
}

/** The quota is the project's, whichever of its logs is read: sources of one project wait in one line. */
const pacers = new Map<string, { readonly requestsPerMinute: number; readonly pacer: Pacer }>();

function pacerOf({ projectId, requestsPerMinute, endpoint }: LoggingSettings): Pacer {
  const key = `${projectId} ${endpoint?.logging?.port ?? ''}`;
  const known = pacers.get(key);
  // Of several sources the slowest sets the pace.
  if (known !== undefined && known.requestsPerMinute <= requestsPerMinute) return known.pacer;
  const pacer = new Pacer(requestsPerMinute / 60);
  pacers.set(key, { requestsPerMinute, pacer });
  return pacer;
}
