import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsError, Parameters, signedRegion } from './aws-json.js';
import type { SimulatorClock } from './clock.js';
import { answerLogs, operationOf, placeOf } from './cloudwatch-logs.js';
import type { Faults } from './faults.js';
import type { LogHours } from './log-hours.js';
import { Quotas } from './quota.js';
import { Random, seedWordsOf } from './random.js';
import { befall, throttling, type Cut } from './request-faults.js';

const REQUEST_STREAM = 6;

/** What the endpoint answers from; faults may change while it runs. */
export interface LogsBackend {
  readonly seed: number;
  readonly historyFrom: number;
  readonly clock: SimulatorClock;
  readonly hours: LogHours;
  readonly faults: () => Faults;
  readonly quotaMs: () => number;
}

interface Answer {
  readonly body: string;
  readonly cut: Cut;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** CloudWatch Logs over HTTP: AWS JSON 1.1, quotas per account and region, and what can go wrong on the way. */
export class LogsEndpoint {
  private readonly quotas: Quotas;
  /** Requests so far, per account and region: each has a stream of draws of its own. */
  private readonly requests = new Map<string, number>();

  constructor(private readonly backend: LogsBackend) {
    this.quotas = new Quotas(backend.quotaMs);
  }

  async handle(accountId: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const { slowMs } = this.backend.faults();
    if (slowMs > 0) await wait(slowMs);
    try {
      send(response, 200, this.answer(accountId, request, body));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      send(response, error.status, { body: JSON.stringify({ __type: error.type, message: error.message }), cut: 'no' });
    }
  }

  private answer(accountId: string, request: IncomingMessage, body: string): Answer {
    const { backend } = this;
    const target = request.headers['x-amz-target'];
    const operation = operationOf(typeof target === 'string' ? target : undefined);
    const region = signedRegion(request.headers.authorization);
    const faults = backend.faults();
    const key = `${accountId}/${region}`;
    if (!this.quotas.allows(key, operation, region, faults.quotaFactor)) throw throttling();
    const random = this.drawsOf(key);
    const cut = befall(faults, random);
    if (cut === 'before') return { body: '', cut };
    const answer = answerLogs(operation, placeOf(accountId, region), new Parameters(body), {
      hours: backend.hours,
      historyFrom: backend.historyFrom,
      now: backend.clock.now(),
      faults,
      seed: backend.seed,
      random,
    });
    return { body: answer, cut };
  }

  private drawsOf(key: string): Random {
    const number = this.requests.get(key) ?? 0;
    this.requests.set(key, number + 1);
    return new Random(seedWordsOf(`${this.backend.seed}/requests/${key}`), REQUEST_STREAM, number);
  }
}

function send(response: ServerResponse, status: number, answer: Answer): void {
  if (answer.cut === 'before') {
    response.socket?.destroy();
    return;
  }
  const bytes = Buffer.from(answer.body);
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': bytes.length,
    'x-amzn-RequestId': randomUUID(),
  });
  if (answer.cut === 'no') {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
}
