import type { KqlValue } from './values.js';

/** What stands in a `where`, an `extend`, a `project` or a `summarize`. */
export type Expression =
  /** `real`: a number that is written with a point, whole or not. */
  | { readonly is: 'literal'; readonly value: KqlValue; readonly real?: boolean }
  | { readonly is: 'column'; readonly name: string }
  | { readonly is: 'member'; readonly of: Expression; readonly name: string }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly is: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'in'; readonly value: Expression; readonly list: readonly Expression[]; readonly negated: boolean }
  | { readonly is: 'between'; readonly value: Expression; readonly low: Expression; readonly high: Expression };

/** An expression and the column that it makes. */
export interface Named {
  readonly name: string;
  readonly expression: Expression;
}

/** One step of a query after its table. */
export type Operator =
  | { readonly is: 'where'; readonly condition: Expression }
  | { readonly is: 'extend' | 'project'; readonly columns: readonly Named[] }
  | { readonly is: 'projectAway'; readonly names: readonly string[] }
  | { readonly is: 'order'; readonly by: readonly { readonly expression: Expression; readonly descending: boolean }[] }
  | { readonly is: 'take'; readonly rows: number }
  | { readonly is: 'count' }
  | { readonly is: 'summarize'; readonly columns: readonly Named[]; readonly by: readonly Named[] };

export interface Query {
  readonly tables: readonly string[];
  /** True for `union isfuzzy=true`: tables that do not exist are left out, unless none exists. */
  readonly fuzzy: boolean;
  readonly operators: readonly Operator[];
}
