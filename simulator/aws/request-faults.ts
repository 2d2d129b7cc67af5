import { AwsError } from './aws-json.js';
import type { Faults } from '../faults.js';
import type { Random } from '../random.js';

/** Where a connection is cut, if it is. */
export type Cut = 'before' | 'within' | 'no';

/** What befalls one request, drawn from its own stream: a thrown error, a cut, or nothing. */
export function befall(faults: Faults, random: Random): Cut {
  const cut = random.chance(faults.dropConnectionShare);
  const beforeAnswer = random.chance(0.5);
  const throttled = random.chance(faults.throttleShare);
  const broken = random.chance(faults.serverErrorShare);
  const unavailable = random.chance(0.5);
  if (cut && beforeAnswer) return 'before';
  if (throttled) throw throttling();
  if (broken && unavailable) {
    throw new AwsError('ServiceUnavailableException', 'The service cannot complete the request.', 503);
  }
  if (broken)
    throw new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
  return cut ? 'within' : 'no';
}

export function throttling(): AwsError {
  return new AwsError('ThrottlingException', 'Rate exceeded');
}
