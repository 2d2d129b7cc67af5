import type { JoinsOfDay } from '../store/questions/joins-by-day.js';
import type { JoinsAnswer } from './answers/joins.js';

/** What joining decided on a day, in the words of the answer. */
export function shapeJoins(row: JoinsOfDay): JoinsAnswer['rows'][number] {
  const { day, cloud, accountId, region, model, groups, waiting, bases, ambiguous } = row;
  const isMetered = row.meteredRequests > 0;
  const matched = isMetered ? Math.min(row.attributedRequests, row.meteredRequests) : row.matched;
  const counted = isMetered ? row.meteredRequests : row.matched + row.onlyInBase;
  return {
    day,
    cloud,
    accountId,
    region,
    model,
    groups,
    waiting,
    bases,
    coverage: counted === 0 ? null : matched / counted,
    rowsOfLogs: row.logs,
    matched,
    ambiguous,
    notInBase: row.notInBase,
    left: row.notInBase + row.onlySights + row.callersLeft,
    remainderRequests: Math.max(0, row.meteredRequests + row.owedRequests - row.attributedRequests),
    owedRequests: row.owedRequests,
    joinedAt: row.joinedAt?.toISOString() ?? null,
  };
}
