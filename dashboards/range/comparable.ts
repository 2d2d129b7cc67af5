import { parseFilter } from '../figures/filters.js';
import type { Span } from './buckets.js';
import { knowledgeOf, type ReadSource } from './knowledge.js';

/** How far a source of a cloud has been read. */
export interface ReadSourceOf extends ReadSource {
  readonly cloud: string;
}

/**
 * Clouds of which a span has not been read completely, of those that the filters ask for; `null` where that is all of them,
 * so that nothing can be compared. Whole clouds, because several of a cloud's sources may tell of the same calls.
 */
export function cloudsLeftOut(
  sources: readonly ReadSourceOf[],
  span: Span,
  filter: readonly string[],
  now: number,
): readonly string[] | null {
  const ofClouds = filter.map(parseFilter).filter((one) => one?.dimension === 'cloud');
  const only = new Set(ofClouds.flatMap((one) => (one && !one.exclude ? [one.value] : [])));
  const without = new Set(ofClouds.flatMap((one) => (one?.exclude ? [one.value] : [])));
  const clouds = [...new Set(sources.map(({ cloud }) => cloud))].filter(
    (cloud) => (only.size === 0 || only.has(cloud)) && !without.has(cloud),
  );
  const isRead = (cloud: string) =>
    knowledgeOf(
      sources.filter((one) => one.cloud === cloud),
      now,
    ).isRead(span);
  const leftOut = clouds.filter((cloud) => !isRead(cloud));
  return leftOut.length === clouds.length ? null : leftOut.toSorted((a, b) => (a < b ? -1 : 1));
}
