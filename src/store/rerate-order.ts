/** `preview` only shows what would change. */
export const RERATE_KINDS = ['preview', 'apply'] as const;
export type RerateKind = (typeof RERATE_KINDS)[number];

/**
 * `queued` and `running` are unfinished; there is at most one of them. `stopped`: by Ctrl-C, and goes on with the same
 * command. `superseded`: it was left unfinished, and another one was begun.
 */
export const RERATE_STATES = ['queued', 'running', 'done', 'stopped', 'cancelled', 'failed', 'superseded'] as const;
export type RerateState = (typeof RERATE_STATES)[number];

/** What is to be priced again, by which rules, and who wants it. */
export interface RerateOrder {
  readonly kind: RerateKind;
  /** UTC days; `to` does not belong to it. `null` has no end. */
  readonly range: { readonly from: string | null; readonly to: string | null };
  /** Only calls with these model ids; `null` is all. */
  readonly onlyModelIds: readonly string[] | null;
  /** Price book and digest of the rules; a run goes on only under the basis that it began with. */
  readonly basis: string;
  readonly startedBy: string;
  /** The preview that an apply confirms. */
  readonly previewId: string | null;
}
