import { type Damage, joinSimulatedTraffic, type JudgedCaller } from '../test/support/join-of-simulated-traffic.js';
import { simulatedSights, type Traffic } from '../test/support/simulated-sights.js';
import { LEAST_CONFIDENCE } from '../src/join/callers.js';

const FROM_HOUR = Date.parse('2026-11-16T00:00:00Z') / 3_600_000;
const BANDS = [0, 0.5, 0.9, 0.95, 0.99, 0.998, LEAST_CONFIDENCE] as const;

/** No constant of the join was chosen by these seeds; others below 400 were looked at for that. */
const VOLUMES = [
  { callsPerDay: 1_200, hours: 48, seeds: [401, 402, 403, 404] },
  { callsPerDay: 20_000, hours: 8, seeds: [411, 412, 413, 414, 415, 416, 417, 418] },
];
const COLLISIONS = [0.02, 0.2, 0.5];
const EXEMPT = ['nobody', 'fourth'] as const;

const ofTokens = (share: number) => ({ requestResponse: share, inferenceMetadata: share });
const DAMAGES: readonly (readonly [string, Omit<Damage, 'seed'>])[] = [
  ['nothing', {}],
  ['10 % of tokens', { lost: ofTokens(0.1) }],
  ['30 % of tokens', { lost: ofTokens(0.3) }],
  ['30 % of all logs', { lost: { ...ofTokens(0.3), audit: 0.3 } }],
  ['30 % of tokens, clock 120 ms ahead', { lost: ofTokens(0.3), skewMs: 120 }],
  ['30 % of tokens, clock 400 ms behind', { lost: ofTokens(0.3), skewMs: -400 }],
];

/** How often the join names the caller of a call, and how often it is right, by the confidence that it states. */
export async function benchJoin(): Promise<void> {
  const all: JudgedCaller[] = [];
  for (const { seeds, ...volume } of VOLUMES) {
    const lines: object[] = [];
    for (const collisionShare of COLLISIONS) {
      for (const exempt of EXEMPT) {
        const traffic = { fromHour: FROM_HOUR, collisionShare, exempt, lateShare: 0.05, ...volume };
        const results = seeds.map((seed) => damaged({ ...traffic, seed }));
        for (const [index, [lost]] of DAMAGES.entries()) {
          const callers = results.flatMap((of) => of[index] ?? []);
          all.push(...callers);
          lines.push({ collide: collisionShare, exempt, lost, ...figuresOf(callers) });
        }
      }
    }
    const { callsPerDay, hours } = volume;
    console.log(`Callers named: ${callsPerDay} calls a day, ${hours} hours, seeds ${seeds.join(', ')}`);
    console.table(lines);
  }
  console.log('By stated confidence, all scenarios; below the least nobody is named');
  console.table(BANDS.map((from, index) => bandOf(all, from, BANDS[index + 1] ?? Infinity)));
}

/** The same traffic, once for each damage. */
function damaged(traffic: Traffic): JudgedCaller[][] {
  const calls = simulatedSights(traffic);
  return DAMAGES.map(
    ([, damage]) => joinSimulatedTraffic(calls, { ...damage, seed: traffic.seed, leastConfidence: 0 }).callers,
  );
}

const confidence = ({ event }: JudgedCaller) => event.provenance.identity?.confidence ?? 0;
const share = (part: number, whole: number) => (whole === 0 ? '-' : (part / whole).toFixed(4));

function figuresOf(callers: readonly JudgedCaller[]) {
  const named = callers.filter((one) => confidence(one) >= LEAST_CONFIDENCE);
  const right = named.filter(({ isRight }) => isRight).length;
  return {
    named: named.length,
    wrong: named.length - right,
    precision: share(right, named.length),
    recall: share(right, callers.filter(({ isTold }) => isTold).length),
  };
}

function bandOf(callers: readonly JudgedCaller[], from: number, below: number) {
  const within = callers.filter(
    (one) => one.event.principal !== null && confidence(one) >= from && confidence(one) < below,
  );
  const stated = within.reduce((sum, one) => sum + confidence(one), 0) / within.length;
  const right = within.filter(({ isRight }) => isRight).length;
  return { from, calls: within.length, stated: stated.toFixed(4), right: share(right, within.length) };
}
