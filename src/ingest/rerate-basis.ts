import { hash } from 'node:crypto';
import type { OwnRules } from './judge.js';

/**
 * What prices hang on, as a short text: the version of the price book and a digest of mappings and terms. A run goes on, and
 * a preview is confirmed, only while it is the same.
 */
export function basisOf({ mappings, terms }: OwnRules, bookVersion: string): string {
  return `${bookVersion}+${hash('sha256', JSON.stringify([mappings, terms])).slice(0, 8)}`;
}
