import type { JoinsOfDay } from '../api/generated/types.gen.js';

const COUNTS = [
  'groups',
  'waiting',
  'matched',
  'remainderRequests',
  'ambiguous',
  'notInBase',
  'left',
  'owedRequests',
] as const;

/** How calls of several logs were put together at one place, over all days of a range. */
export interface JoinsOfPlace extends Pick<JoinsOfDay, 'cloud' | 'accountId' | 'region' | (typeof COUNTS)[number]> {
  readonly days: number;
  /** The day and model of which the smallest share of calls was found in a second log; null where none was counted. */
  readonly lowest: JoinsOfDay | null;
}

/** Adds days and models up by place: where calls without a caller are many stands first. Shares of days are not added. */
export function joinsByPlace(rows: readonly JoinsOfDay[]): JoinsOfPlace[] {
  const places = new Map<string, JoinsOfDay[]>();
  for (const row of rows) {
    const key = [row.cloud, row.accountId, row.region].join(' ');
    places.set(key, [...(places.get(key) ?? []), row]);
  }
  return [...places.values()]
    .flatMap((ofPlace) => {
      const [first] = ofPlace;
      if (first === undefined) return [];
      const sum = (name: (typeof COUNTS)[number]) => ofPlace.reduce((all, row) => all + row[name], 0);
      return [
        {
          cloud: first.cloud,
          accountId: first.accountId,
          region: first.region,
          days: new Set(ofPlace.map(({ day }) => day)).size,
          groups: sum('groups'),
          waiting: sum('waiting'),
          matched: sum('matched'),
          remainderRequests: sum('remainderRequests'),
          ambiguous: sum('ambiguous'),
          notInBase: sum('notInBase'),
          left: sum('left'),
          owedRequests: sum('owedRequests'),
          lowest: lowestOf(ofPlace),
        },
      ];
    })
    .toSorted((a, b) => b.remainderRequests + b.ambiguous - (a.remainderRequests + a.ambiguous));
}

function lowestOf(rows: readonly JoinsOfDay[]): JoinsOfDay | null {
  const counted = rows.filter(({ coverage }) => coverage !== null);
  return counted.toSorted((a, b) => (a.coverage ?? 0) - (b.coverage ?? 0) || a.day.localeCompare(b.day))[0] ?? null;
}
