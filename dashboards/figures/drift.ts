import type { SchemaDrift } from '../api/generated/types.gen.js';

/** One thing that is new, wherever it was found. */
export interface Finding {
  readonly key: string;
  readonly name: string;
  readonly words: string;
  /** Null where no record that showed it is a call of the figures. */
  readonly exampleEventId: string | null;
  readonly ids: readonly string[];
  readonly sources: readonly string[];
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
}

/** What nobody has seen yet: the same name of the same kind in several sources is one finding. In the order of the rows. */
export function findingsOf(rows: readonly SchemaDrift[]): readonly Finding[] {
  const alike = new Map<string, SchemaDrift[]>();
  for (const row of rows.filter(({ acknowledgedAt }) => acknowledgedAt === null)) {
    const key = [row.cloud, row.kind, row.name].join('\n');
    alike.set(key, [...(alike.get(key) ?? []), row]);
  }
  return [...alike].flatMap(([key, same]) => {
    const [first] = same;
    if (first === undefined) return [];
    // Moments are ISO texts of one form, so that their order is that of the letters.
    const seen = same.flatMap(({ firstSeenAt, lastSeenAt }) => [firstSeenAt, lastSeenAt]).sort();
    return [
      {
        key,
        name: first.name,
        words: first.words,
        exampleEventId: same.find(({ exampleEventId }) => exampleEventId !== null)?.exampleEventId ?? null,
        ids: same.map(({ id }) => id),
        sources: [...new Set(same.map(({ sourceId }) => sourceId))].sort(),
        firstSeenAt: seen[0] ?? first.firstSeenAt,
        lastSeenAt: seen.at(-1) ?? first.lastSeenAt,
      },
    ];
  });
}
