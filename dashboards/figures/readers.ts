import type { Reader } from '../api/generated/types.gen.js';
import type { Tone } from './tone.js';

type ReaderStanding = Reader['state'] | 'lost';

/** A reader that works and can no longer read what it missed is not simply well. */
export function standingOfReader({ state, lost }: Pick<Reader, 'state' | 'lost'>): ReaderStanding {
  return state === 'ok' && lost.length > 0 ? 'lost' : state;
}

export const TONE_OF_READER: Readonly<Record<ReaderStanding, Tone>> = {
  ok: 'ok',
  lost: 'warn',
  failing: 'warn',
  permission: 'alert',
};

const FIRST: readonly ReaderStanding[] = ['permission', 'failing', 'lost', 'ok'];

/** Readers that want somebody stand before those that are well. */
export function worstReadersFirst(readers: readonly Reader[]): Reader[] {
  return readers.toSorted((a, b) => FIRST.indexOf(standingOfReader(a)) - FIRST.indexOf(standingOfReader(b)));
}
