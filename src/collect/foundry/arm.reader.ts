import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  RestError,
  type HttpClient,
  type Pipeline,
} from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { type AzureAccess, azureClientOptions, azureCredential } from './azure-access.js';
import { ADDRESSES } from './azure-clouds.js';
import { type AzureRequest, azureUnavailable } from './azure-errors.js';

const ANSWER_WITHIN_MS = 120_000;

export interface ArmRequest<Answer> {
  /** Begins with `/`; or a whole address, as `nextLink` gives it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** A body makes it a POST: Azure's queries are asked so. Nothing is ever written. */
  readonly body?: unknown;
  readonly schema: z.ZodType<Answer>;
  readonly asked: AzureRequest;
}

/** Azure Resource Manager: one authenticated request at a time, retried and paced by the SDK, its answer parsed. */
export class ArmReader {
  private readonly pipeline: Pipeline;
  private readonly client: HttpClient = createDefaultHttpClient();
  private readonly base: string;

  constructor(
    private readonly sourceId: string,
    access: AzureAccess,
  ) {
    const { arm } = ADDRESSES[access.cloud ?? 'public'];
    this.base = (access.endpoint?.arm ?? arm).replace(/\/$/, '');
    this.pipeline = createPipelineFromOptions(azureClientOptions(access));
    const credential = azureCredential(access);
    this.pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: `${arm}/.default` }));
  }

  /** The answer, or `null` where there is none (204). Throws SourceUnavailable. */
  async ask<Answer>(
    { path, query = {}, body, schema, asked }: ArmRequest<Answer>,
    signal: AbortSignal,
  ): Promise<Answer | null> {
    const url = this.addressOf(path, query);
    try {
      const request = createPipelineRequest({
        url,
        method: body === undefined ? 'GET' : 'POST',
        timeout: ANSWER_WITHIN_MS,
        abortSignal: signal,
        headers: createHttpHeaders({ accept: 'application/json', 'content-type': 'application/json' }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const response = await this.pipeline.sendRequest(this.client, request);
      const { status, bodyAsText } = response;
      if (status === 204) return null;
      if (status !== 200) {
        const { code, message } = errorIn(bodyAsText ?? '');
        throw new RestError(message ?? `HTTP ${status}`, {
          statusCode: status,
          ...(code === undefined ? {} : { code }),
        });
      }
      return schema.parse(parseExactly(bodyAsText ?? ''));
    } catch (error) {
      signal.throwIfAborted();
      throw azureUnavailable(this.sourceId, asked, error);
    }
  }

  /** A next page is asked for where the first was, whatever host its link names: tokens go to one place only. */
  private addressOf(path: string, query: Readonly<Record<string, string>>): string {
    const url = new URL(path, `${this.base}/`);
    const own = new URL(this.base);
    url.protocol = own.protocol;
    url.host = own.host;
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  }
}

/**
 * JSON whose numbers arrive as they were written, as text: amounts of money must not pass through a float. Schemas say
 * which of them are counts.
 */
function parseExactly(text: string): unknown {
  return JSON.parse(text, asWritten);
}

/** Node tells a reviver how a number was written; TypeScript does not know it yet. */
function asWritten(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

const errorSchema = z.object({ error: z.object({ code: z.string().optional(), message: z.string().optional() }) });

/** What the body of a refusal says, where it is of the form that Azure's are. */
function errorIn(text: string): { readonly code?: string | undefined; readonly message?: string | undefined } {
  try {
    return errorSchema.safeParse(JSON.parse(text)).data?.error ?? {};
  } catch {
    return {};
  }
}
