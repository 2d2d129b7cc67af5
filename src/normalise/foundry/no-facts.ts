import type { UsageEvent } from '../../usage/usage-event.js';

/** What no log of Azure's tells of a call. Only facts of which a lack is a fact too have another value than `null`. */
export const NOT_TOLD = {
  inferenceRegion: null,
  stopReason: null,
  serviceTier: null,
  // Batches do not exist on Foundry: https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry
  batch: false,
  inferenceGeo: null,
  webSearchRequests: 0,
  tools: [],
  firstByteMs: null,
  userAgent: null,
} satisfies Partial<UsageEvent>;
