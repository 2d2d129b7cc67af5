import type { UsageRow } from '../api/generated/types.gen.js';
import { parseUsd, type PicoUsd } from '../format/money.js';
import { NO_FIGURES, type Cell, type Figures } from './measures.js';

/**
 * The parts that every cost is the sum of: five token classes and web search at list price, and the premium of all of them
 * together. They come from the row itself, so that they add up to its cost in every bucket.
 */
export const COST_PARTS = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'webSearch',
  'premium',
] as const;
export type CostPart = (typeof COST_PARTS)[number];

function amountOf(row: UsageRow, part: CostPart): PicoUsd {
  if (part === 'premium') return row.premiumUsd === null ? 0n : parseUsd(row.premiumUsd);
  return parseUsd(row.costByClass[part] ?? '0');
}

function tokensOf(row: UsageRow, part: CostPart): number {
  return part === 'premium' || part === 'webSearch' ? 0 : row.tokens[part];
}

function figuresOfPart(row: UsageRow, part: CostPart): Figures {
  const amount = amountOf(row, part);
  return {
    ...NO_FIGURES,
    // Without a price no part of the row has an amount, not even zero.
    costUsd: row.costUsd === null ? null : amount,
    effectiveUsd: null,
    premiumUsd: part === 'premium' ? amount : null,
    withoutCachingUsd: null,
    cacheSavingUsd: null,
    tokens: tokensOf(row, part),
    requests: null,
  };
}

function isThere(figures: Figures): boolean {
  return figures.costUsd !== 0n || figures.tokens !== 0;
}

/** Cells by cost part; the second dimension, if any, is one of the API's. */
export function cellsByPart(rows: readonly UsageRow[], then: string | null): Cell[] {
  return rows.flatMap((row) =>
    COST_PARTS.map((part) => ({
      bucket: row.bucket,
      key: part,
      sub: then === null ? null : (row.group[then] ?? null),
      figures: figuresOfPart(row, part),
    })).filter((cell) => isThere(cell.figures)),
  );
}

/** Cells by a dimension of the API, opened by cost part. */
export function cellsThenPart(rows: readonly UsageRow[], by: string): Cell[] {
  return rows.flatMap((row) =>
    COST_PARTS.map((part) => ({
      bucket: row.bucket,
      key: row.group[by] ?? null,
      sub: part,
      figures: figuresOfPart(row, part),
    })).filter((cell) => isThere(cell.figures)),
  );
}
