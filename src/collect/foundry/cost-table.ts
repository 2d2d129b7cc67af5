import { z } from 'zod';

/** A page of an answer of Cost Management. Amounts are text, as they were written. */
export const costTableSchema = z.object({
  properties: z.object({
    columns: z.array(z.object({ name: z.string() })),
    rows: z.array(z.array(z.union([z.string(), z.null()]))),
    nextLink: z.string().nullish(),
  }),
});
export type CostTable = z.output<typeof costTableSchema>['properties'];

/** Columns that are missing from an answer, where they are needed, and those that it has. */
export class MissingColumns extends Error {
  override readonly name = 'MissingColumns';
}

/**
 * The rows of a table by the names that are wanted, each with the spellings under which it may stand, in any case; null where
 * a row has nothing. Throws MissingColumns where one of `needed` stands under none.
 */
export function rowsByName<Name extends string>(
  { columns, rows }: CostTable,
  spellings: Readonly<Record<Name, readonly string[]>>,
  needed: readonly NoInfer<Name>[],
): ((name: Name) => string | null)[] {
  const placeOf = (name: Name) => {
    const known = new Set(spellings[name].map((spelling) => spelling.toLowerCase()));
    return columns.findIndex((column) => known.has(column.name.toLowerCase()));
  };
  const missing = needed.filter((name) => placeOf(name) < 0);
  if (missing.length > 0) {
    const seen = columns.map(({ name }) => name).join(', ');
    const wanted = missing.map((name) => spellings[name][0]).join(', ');
    throw new MissingColumns(`the answer of Cost Management lacks ${wanted}; it has ${seen}`);
  }
  return rows.map((row) => (name) => row[placeOf(name)] || null);
}

/** `20261118` */
export function dayOf(usageDate: string): string {
  return usageDate.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}
