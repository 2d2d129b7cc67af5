/** What a model did in a session of Claude Code. */
export const MODEL_ROLES = ['main', 'small', 'other'] as const;
export type ModelRole = (typeof MODEL_ROLES)[number];

/** What a session used of one model; the cost is `null` where it is not known for all of its calls. */
export interface ModelUse {
  readonly model: string | null;
  readonly costPico: bigint | null;
  readonly outputTokens: number;
  readonly requests: number;
}

/**
 * The roles of the models of one session, in the given order. `main`: the one that cost most; where the cost of one is not
 * known, the one that wrote most. `small`: a Haiku beside it, to which Claude Code sends what it does in the background
 * (https://code.claude.com/docs/en/model-config: titles, summaries). `other`: one that the session was switched to.
 */
export function rolesOf(uses: readonly ModelUse[]): ModelRole[] {
  const byCost = uses.every(({ costPico }) => costPico !== null);
  const size = ({ costPico, outputTokens }: ModelUse) =>
    byCost && costPico !== null ? costPico : BigInt(outputTokens);
  const main = uses.reduce<ModelUse | null>((most, use) => {
    if (most === null || size(use) > size(most)) return use;
    return size(use) === size(most) && use.requests > most.requests ? use : most;
  }, null);
  return uses.map((use) => (use === main ? 'main' : /haiku/i.test(use.model ?? '') ? 'small' : 'other'));
}
