import type { IncomingHttpHeaders } from 'node:http';
import type { AzureAction } from '../azure-faults.js';
import type { Random } from '../../random.js';

/** A request to one of Azure's APIs. */
export interface RestRequest {
  readonly method: string;
  /** Without the query; slashes at the start are one. */
  readonly path: string;
  readonly search: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The address at which the stand-in is asked, for links to next pages. */
  readonly endpoint: string;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; absent: an empty body. */
  readonly json?: unknown;
}

/** What a request comes to: who may ask, and what is answered. */
export interface Route {
  /** The audience that the bearer's token must have; `null`: none is needed. */
  readonly audience: 'logs' | 'arm' | null;
  /** `null`: nothing that could be denied. */
  readonly action: AzureAction | null;
  /** The name of the resource, by which a denial may be narrowed. */
  readonly resource: string;
  readonly answer: (random: Random) => RestAnswer;
}

/** One API: the route of a request, or `null` for what it does not know. */
export type RestService = (request: RestRequest) => Route | null;

/** An error as Azure's APIs write it. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly innererror?: { readonly code: string; readonly message: string },
  ) {
    super(message);
  }

  answer(): RestAnswer {
    const { code, message, innererror } = this;
    const error = innererror === undefined ? { code, message } : { message, code, innererror };
    return { status: this.status, headers: this.headers, json: { error } };
  }
}

/** A body that must be a JSON object. */
export function jsonBody(request: RestRequest): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(request.body);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  } catch {
    // What is no JSON is refused below.
  }
  throw new RestError(
    400,
    'BadArgumentError',
    'The request had some invalid properties',
    {},
    {
      code: 'InvalidJsonBody',
      message: 'The body is not a JSON object',
    },
  );
}
