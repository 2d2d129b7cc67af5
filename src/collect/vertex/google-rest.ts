import { globalAgent as httpAgent } from 'node:http';
import { globalAgent as httpsAgent } from 'node:https';
import type { AnyAuthClient, gaxios, GoogleAuth } from 'google-auth-library';
import { untilAborted } from './until-aborted.js';

const ANSWER_WITHIN_MS = 60_000;

/** Asks a service over REST; answers the JSON that it sends. A body makes it a POST: questions are asked so too. */
export async function askGoogle(
  auth: GoogleAuth<AnyAuthClient>,
  url: string,
  signal: AbortSignal,
  body?: object,
): Promise<unknown> {
  const request = auth.request<unknown>({
    url,
    signal,
    timeout: ANSWER_WITHIN_MS,
    retry: false,
    adapter: sendUnlessAborted,
    ...(body === undefined ? {} : { method: 'POST', data: body }),
  });
  const { data } = await untilAborted(request, signal);
  return data;
}

type Adapter = NonNullable<gaxios.GaxiosOptions['adapter']>;

/**
 * Sends a request unless its signal was aborted while its token was fetched. The library's fetch would destroy the body of an
 * aborted request before anybody listens to its errors, which ends the process: the agent is asked for just before that.
 * https://github.com/node-fetch/node-fetch/blob/main/src/index.js
 */
const sendUnlessAborted: Adapter = (options, send) => {
  const { agent, signal } = options;
  return send({
    ...options,
    agent: (url) => {
      signal?.throwIfAborted();
      if (typeof agent === 'function') return agent(url);
      return agent ?? (url.protocol === 'https:' ? httpsAgent : httpAgent);
    },
  });
};
