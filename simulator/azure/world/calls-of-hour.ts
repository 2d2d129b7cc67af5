import { Random, seedWordsOf, type NonEmpty, type SeedWords } from '../../random.js';
import { NO_TOKENS } from '../../world/call.js';
import { activity, promptGrowth } from '../../world/rhythm.js';
import type { FoundryCall } from './call.js';
import type { FoundryAccount } from './estate.js';
import { tokensOf } from './foundry-tokens.js';
import { outcomeOf } from './outcomes.js';
import { FOUNDRY_WORKLOADS, type FoundryWorkload } from './workloads.js';

export interface FoundryWorldOptions {
  readonly seed: number;
  /** Calls of both accounts together on an average day, without probes. */
  readonly callsPerDay: number;
}

export const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const COUNT_STREAM = 1;
const CALL_STREAM = 2;
/** Probes, as a share of the calls that pass the gateway: clients that start, health checks, keys that expired. */
const PROBE_SHARE = 0.4;

function workloadsAt(account: FoundryAccount, hour: number): NonEmpty<readonly [FoundryWorkload, number]> {
  const night = activity(account, hour) < 0.5;
  const rows = FOUNDRY_WORKLOADS.filter(({ slot }) => slot.account === account).map(
    (workload) => [workload, workload.weight * (night && workload.aroundTheClock ? 3 : 1)] as const,
  );
  const [first, ...rest] = rows;
  return first === undefined ? [[FOUNDRY_WORKLOADS[0], 1]] : [first, ...rest];
}

/** `msg_` and 24 characters, as Anthropic's ids of messages are. */
function messageId(random: Random): string {
  return `msg_01${random.alphanumeric(22, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789')}`;
}

function messageOf(
  account: FoundryAccount,
  words: SeedWords,
  index: number,
  hour: number,
  choices: NonEmpty<readonly [FoundryWorkload, number]>,
): FoundryCall {
  const random = new Random(words, CALL_STREAM, index);
  const occurredAt = hour * HOUR_MS + random.whole(0, HOUR_MS - 1);
  const drawn = random.weighted(choices);
  // Work whose deployment is still to come is what its account's first work is.
  const workload = occurredAt < drawn.slot.since ? choices[0][0] : drawn;
  const deployment = workload.slot.at(occurredAt);
  const outcome = outcomeOf(workload, deployment !== null, random);
  const tokens = tokensOf(workload, promptGrowth(hour), random);
  const answered = outcome.status === 200;
  const spent = random.size(900 + tokens.output * 11, 0.4);
  const refused = random.whole(3, 90);
  return {
    account,
    words,
    index,
    occurredAt,
    durationMs: answered ? spent : refused,
    kind: 'message',
    deployment,
    deploymentName: workload.slot.name,
    caller: workload.caller(random),
    viaGateway: workload.viaGateway,
    streamed: random.chance(workload.streamedShare),
    ...outcome,
    messageId: answered && deployment?.claude !== null ? messageId(random) : null,
    correlationId: random.uuid(),
    gatewayCorrelationId: random.uuid(),
    tokens: answered ? tokens : NO_TOKENS,
  };
}

function probeOf(message: FoundryCall, index: number): FoundryCall {
  const random = new Random(message.words, CALL_STREAM, index);
  const status = random.weighted([
    [200, 6],
    [404, 2],
    [401, 2],
  ]);
  return {
    ...message,
    index,
    occurredAt: Math.max(
      Math.floor(message.occurredAt / HOUR_MS) * HOUR_MS,
      message.occurredAt - random.whole(20, 900),
    ),
    durationMs: random.whole(1, 12),
    kind: 'probe',
    deployment: null,
    deploymentName: '',
    streamed: false,
    status,
    backendStatus: null,
    messageId: null,
    correlationId: random.uuid(),
    gatewayCorrelationId: random.uuid(),
    tokens: NO_TOKENS,
  };
}

/**
 * All calls of one account in one hour (hours since 1970), in order of time. A pure function of the options, the account
 * and the hour: any hour can be made at any time, again and again.
 */
export function foundryCallsOfHour(options: FoundryWorldOptions, account: FoundryAccount, hour: number): FoundryCall[] {
  const words = seedWordsOf(`${options.seed}/azure/${account.name}/${hour}`);
  const random = new Random(words, COUNT_STREAM);
  const noise = 0.75 + 0.5 * random.unit();
  const expected = (options.callsPerDay / DAY_HOURS) * account.share * activity(account, hour) * noise;
  const count = Math.floor(expected + random.unit());
  const choices = workloadsAt(account, hour);
  const calls: FoundryCall[] = [];
  for (let index = 0; index < count; index += 1) {
    const message = messageOf(account, words, index, hour, choices);
    calls.push(message);
    if (message.viaGateway && random.chance(PROBE_SHARE)) calls.push(probeOf(message, count + index));
  }
  return calls.sort((a, b) => a.occurredAt - b.occurredAt || a.index - b.index);
}
