import type { CodingSession, Measures } from '../api/generated/types.gen.js';
import { usdOrNull, type PicoUsd } from '../format/money.js';

/** What the table shows of a set of calls. */
export interface CodingSums {
  readonly requests: number;
  readonly tokens: number;
  readonly unpricedRequests: number;
  /** Whether there are calls, and none of them is billed. */
  readonly isUnbilled: boolean;
  /** `null`: there are calls, and none has a price. */
  readonly usd: PicoUsd | null;
}

export function sumsOf(
  measures: Pick<Measures, 'requests' | 'notBilledRequests' | 'tokens' | 'unpricedRequests' | 'costUsd'>,
): CodingSums {
  const { requests, notBilledRequests, tokens, unpricedRequests, costUsd } = measures;
  const isUnbilled = requests > 0 && requests === notBilledRequests;
  return { requests, tokens: tokens.total, unpricedRequests, isUnbilled, usd: usdOrNull(costUsd) };
}

/** What is left of a total beside its shown rows, so that the rows add up to it. */
export function restOf(total: CodingSums, shown: readonly CodingSums[]): CodingSums {
  const requests = shown.reduce((rest, row) => rest - row.requests, total.requests);
  const usd = shown.reduce((rest, row) => rest - (row.usd ?? 0n), total.usd ?? 0n);
  return {
    requests,
    tokens: shown.reduce((rest, row) => rest - row.tokens, total.tokens),
    isUnbilled: false,
    unpricedRequests: shown.reduce((rest, row) => rest - row.unpricedRequests, total.unpricedRequests),
    usd: usd === 0n && requests > 0 ? null : usd,
  };
}

export type SessionModel = CodingSession['models'][number];

/** The main model and the small ones of a session, and what else it used. */
export function modelsOf({ models }: Pick<CodingSession, 'models'>): {
  readonly main: SessionModel | null;
  readonly small: readonly SessionModel[];
  readonly other: readonly SessionModel[];
} {
  const of = (role: SessionModel['role']) => models.filter((model) => model.role === role);
  return { main: of('main')[0] ?? null, small: of('small'), other: of('other') };
}

export const modelName = ({ model, modelId }: Pick<SessionModel, 'model' | 'modelId'>): string =>
  model ?? modelId ?? '';

/** Regions that a session called, the most called first, each once. */
export function regionsOf({ places }: Pick<CodingSession, 'places'>): readonly string[] {
  return [...new Set(places.map(({ region }) => region))];
}
