import { createServer, request as forward, type IncomingMessage } from 'node:http';
import { once } from 'node:events';

/** Stands before the stand-in and refuses what an account has not been granted. */
export interface DenyingProxy {
  readonly url: string;
  /** Actions that are refused; by IAM's names. */
  readonly denied: Set<string>;
  stop(): Promise<void>;
}

const ACTIONS: readonly (readonly [action: string, is: (request: IncomingMessage) => boolean])[] = [
  ['bedrock:ListInferenceProfiles', ({ url }) => /\/inference-profiles\/?(\?|$)/.test(url ?? '')],
  ['bedrock:GetInferenceProfile', ({ url }) => /\/inference-profiles\/[^/?]+/.test(url ?? '')],
  ['bedrock:GetProvisionedModelThroughput', ({ url }) => /\/provisioned-model-throughput\//.test(url ?? '')],
  ['bedrock:ListTagsForResource', ({ url }) => /\/listTagsForResource/.test(url ?? '')],
  ['cloudwatch:GetMetricData', ({ headers }) => /GetMetricData/.test(String(headers['x-amz-target']))],
];

export async function startDenyingProxy(target: string): Promise<DenyingProxy> {
  const denied = new Set<string>();
  const server = createServer((request, response) => {
    const action = ACTIONS.find(([, is]) => is(request))?.[0];
    if (action !== undefined && denied.has(action)) {
      request.resume();
      const message = `User: arn:aws:iam::111122223333:role/ledgerline is not authorized to perform: ${action}`;
      response
        .writeHead(403, { 'Content-Type': 'application/json', 'x-amzn-ErrorType': 'AccessDeniedException' })
        .end(JSON.stringify({ __type: 'AccessDeniedException', message }));
      return;
    }
    const { method, url = '/', headers } = request;
    const onward = forward(new URL(url, target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('proxy: no TCP address after listening');
  return {
    url: `http://127.0.0.1:${address.port}`,
    denied,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
