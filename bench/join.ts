import { joinSimulatedTraffic, type JudgedCaller, type Traffic } from '../test/support/join-of-simulated-traffic.js';

const FROM_HOUR = Date.parse('2026-11-16T00:00:00Z') / 3_600_000;
const BANDS = [0.999, 0.99, 0.9, 0] as const;

const TRAFFIC: Readonly<Record<string, Partial<Traffic>>> = {
  'quiet, 1,200 calls a day': { callsPerDay: 1_200 },
  '20,000 calls a day': {},
  '20,000, a tenth collide': { collisionShare: 0.1 },
  '20,000, half collide': { collisionShare: 0.5 },
  '20,000, a fifth collide, 5 % of callers lost': { collisionShare: 0.2, lost: { audit: 0.05 } },
  '20,000, a fifth collide, 30 % of callers lost': { collisionShare: 0.2, lost: { audit: 0.3 } },
  '20,000, a fifth collide, 30 % of tokens lost': {
    collisionShare: 0.2,
    lost: { requestResponse: 0.3, inferenceMetadata: 0.3 },
  },
  '200,000 calls a day, a tenth collide': { callsPerDay: 200_000, collisionShare: 0.1, hours: 8 },
};

/** How often the join names the caller of a call, and how often it is right, by the confidence that it states. */
export async function benchJoin(): Promise<void> {
  for (const [title, traffic] of Object.entries(TRAFFIC)) {
    const started = performance.now();
    const { callers } = joinSimulatedTraffic({
      seed: 7,
      fromHour: FROM_HOUR,
      hours: 48,
      callsPerDay: 20_000,
      collisionShare: 0.02,
      ...traffic,
    });
    const named = callers.filter(({ event }) => event.principal !== null);
    const told = callers.filter(({ isTold }) => isTold);
    console.log(
      `\n${title}: ${callers.length} events, the log of callers tells of ${told.length}; recall ` +
        `${share(named.filter(({ isRight }) => isRight).length, told.length)}, ${Math.round(performance.now() - started)} ms`,
    );
    console.table(
      Object.fromEntries(BANDS.map((band, index) => [`from ${band}`, precisionOf(named, band, BANDS[index - 1])])),
    );
  }
}

function precisionOf(named: readonly JudgedCaller[], from: number, below = Infinity) {
  const inBand = named.filter((one) => confidence(one) >= from && confidence(one) < below);
  const right = inBand.filter(({ isRight }) => isRight).length;
  return { named: inBand.length, wrong: inBand.length - right, precision: share(right, inBand.length) };
}

const confidence = ({ event }: JudgedCaller) => event.provenance.identity?.confidence ?? 0;
const share = (part: number, whole: number) => (whole === 0 ? '-' : (part / whole).toFixed(5));
