import { Random, seedWordsOf } from '../../random.js';

const SESSION_HOURS = 3;

/**
 * The session of Claude Code in which somebody works: a new one every few hours, and the same one whatever the location
 * and the model of a call.
 */
export function sessionOf(seed: number, caller: string, hour: number): string {
  return new Random(seedWordsOf(`${seed}/session/${caller}/${Math.floor(hour / SESSION_HOURS)}`)).uuid();
}

/** What Claude Code sends as `metadata.user_id`. */
export function userIdOf(caller: string, session: string): string {
  return `user_${new Random(seedWordsOf(`user/${caller}`)).hex(64)}_account__session_${session}`;
}
