import type { ContentRules } from '../normalise/contents.js';
import type { Config } from '../runtime/config.js';
import { DAY_MS } from '../usage/window.js';

/** Whose prompts and completions are kept, and for how long. */
export interface ContentPolicy {
  /** What is kept of a source's contents; `null` where nothing is. A source that is not configured follows `contents.mode`. */
  rulesFor(sourceId: string, now: number): ContentRules | null;
  /** The first UTC day whose contents are still kept: whole days, today and as many before it as `retentionDays` says. */
  keepFrom(now: number): string;
}

export function contentPolicy({ contents, sources }: Pick<Config, 'contents' | 'sources'>): ContentPolicy {
  const { mode, retentionDays, keys } = contents;
  const ownModes = new Map(sources.map((source) => [source.id, 'contents' in source ? source.contents : undefined]));
  const keepFrom = (now: number) => new Date(now - retentionDays * DAY_MS).toISOString().slice(0, 10);
  return {
    keepFrom,
    rulesFor(sourceId, now) {
      const own = ownModes.get(sourceId) ?? mode;
      if (own === 'off' || keys === null) return null;
      return { mode: own, keepFrom: keepFrom(now), fingerprint: (text) => keys.fingerprint(text) };
    },
  };
}
