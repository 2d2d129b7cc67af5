import type { Random } from '../random.js';
import type { SimulatedCall } from './call.js';
import type { Place } from '../world-places.js';

type Telling = Pick<SimulatedCall, 'counters' | 'bodies' | 'split' | 'olderLayout'>;
type Happening = Pick<SimulatedCall, 'operation' | 'outcome' | 'claude' | 'other' | 'scope' | 'tokens'>;

/** Bodies beyond 100 KB go to S3; about four characters make a token. */
const TOKENS_IN_100_KB = 25_000;

function bodiesOf(place: Place, call: Happening, random: Random): SimulatedCall['bodies'] {
  const draw = random.unit();
  if (!place.bodies || call.outcome === 'failed') return 'absent';
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = call.tokens;
  if (draw < 0.004 && call.outcome === 'ok') return 'inS3';
  return input + cacheRead + cacheWrite5m + cacheWrite1h > TOKENS_IN_100_KB ? 'inputInS3' : 'inline';
}

function countersOf(call: Happening, bodies: SimulatedCall['bodies'], random: Random): SimulatedCall['counters'] {
  const draw = random.unit();
  if (call.outcome === 'failed') return draw < 0.85 ? 'none' : 'all';
  if (call.outcome === 'guardrailBlocked') return call.operation === 'InvokeModel' ? 'none' : 'noCachePair';
  if (call.other !== null) return 'noCachePair';
  const answered = bodies === 'inline' || bodies === 'inputInS3';
  const { cacheRead, cacheWrite5m, cacheWrite1h } = call.tokens;
  // Calls through an application profile often come from proxies; some of their records carry the body's usage only.
  if (answered && call.operation === 'InvokeModel' && draw < (call.scope === 'unknown' ? 0.3 : 0.002)) return 'none';
  if (!answered && draw < 0.001) return 'none';
  if (cacheRead + cacheWrite5m + cacheWrite1h === 0) return draw < 0.5 ? 'noCachePair' : 'all';
  return answered && draw > 0.996 ? 'noCachePair' : 'all';
}

/** What the record of a call tells: a draw for the gaps that real logs have, within what AWS documents. */
export function whatTheRecordTells(place: Place, call: Happening, random: Random): Telling {
  const bodies = bodiesOf(place, call, random);
  const counters = countersOf(call, bodies, random);
  const wrote = call.tokens.cacheWrite5m + call.tokens.cacheWrite1h > 0;
  const split = random.chance(0.97) && wrote && bodies !== 'absent' && call.outcome === 'ok';
  return { bodies, counters, split, olderLayout: random.chance(0.08) };
}
