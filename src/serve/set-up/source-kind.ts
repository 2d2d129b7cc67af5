import type { Action } from '../../watch/log-keeping.js';
import type { Cloud } from '../../usage/cloud.js';

/** A value that somebody fills in: a key of the entry, and where to find what belongs there. */
export interface KindField {
  readonly key: string;
  readonly words: string;
  readonly example: string;
  readonly required: boolean;
  /** How the value is written in the file; text where it is not said. */
  readonly form?: 'wholeNumber';
}

/**
 * How a kind of source comes to be read: what is filled in, how its log is switched on and what has to be granted. Texts name
 * the fields as `<key>`; what else stands in such brackets has to be known by whoever copies it.
 */
export interface SourceKind {
  readonly kind: string;
  readonly cloud: Cloud;
  readonly name: string;
  readonly tells: string;
  readonly fields: readonly KindField[];
  readonly switchOn: readonly Action[];
  readonly grant: readonly Action[];
}

/** What every kind begins with. */
export const idField = (example: string): KindField => ({
  key: 'id',
  words: 'Names the source on every screen. Never change it once it has collected.',
  example,
  required: true,
});

export const inWords = (words: string): Action => ({ words, command: null, policy: null });
export const inShell = (words: string, command: string): Action => ({ words, command, policy: null });
