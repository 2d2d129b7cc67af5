import { hash } from 'node:crypto';
import type { OwnRules } from './judge.js';

/**
 * What prices hang on, as a short text: the version of the price book and a digest of mappings and terms. A run goes on, and
 * a preview is confirmed, only while it is the same. Profiles are no part of it: what one says never changes, more of them
 * become known all the time, and the calls that waited for one are priced then.
 */
export function basisOf({ book, mappings, terms }: OwnRules): string {
  return `${book.version}+${hash('sha256', JSON.stringify([mappings, terms])).slice(0, 8)}`;
}
