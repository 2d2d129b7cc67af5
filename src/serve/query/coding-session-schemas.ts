import { z } from 'zod';
import { CODING_SESSIONS_SORTS } from '../../store/questions/coding-sessions.js';
import { common, cursor, limit, query } from './query-schemas.js';

export const codingSessionsQuery = query({
  ...common,
  sort: z
    .enum(CODING_SESSIONS_SORTS)
    .optional()
    .describe('The dearest first, or that of the last call. Default: cost.'),
  limit: limit(200, 50),
  cursor,
});
export const codingSessionQuery = query({ ...common, limit: limit(500, 100), cursor });
export const codingSessionParams = z.object({
  session: z.string().min(1).max(200).describe('Id of the session, as /coding-sessions gives it.'),
});

export type CodingSessionsQuery = z.output<typeof codingSessionsQuery>;
export type CodingSessionQuery = z.output<typeof codingSessionQuery>;
export type CodingSessionParams = z.output<typeof codingSessionParams>;
