import type { Right } from './session.js';

/** What each page is about, by the beginning of its address. */
const NEEDS: readonly (readonly [string, Right])[] = [
  ['/corrections', 'wholeFigures'],
  ['/log-health', 'health'],
  ['/alerts', 'health'],
  ['/set-up', 'health'],
  ['/members', 'administer'],
  ['/audit', 'audit'],
  ['/tokens', 'self'],
  ['/sessions', 'self'],
  ['/account', 'self'],
];

/** The right that a page needs to have anything to show. */
export function rightOfPage(path: string): Right {
  return NEEDS.find(([start]) => path.startsWith(start))?.[1] ?? 'figures';
}
