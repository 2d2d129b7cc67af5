import { z } from 'zod';
import { BadParameter } from '../request-errors.js';

/** What the issues of zod and of other Standard Schemas have in common, and the keys that zod adds for unknown ones. */
const issueSchema = z.object({
  message: z.string(),
  path: z.array(z.unknown()).optional(),
  keys: z.array(z.string()).optional(),
});

/** The first thing that is wrong with a query, as the error that the client gets. */
export function badParameterOf(issues: readonly unknown[]): BadParameter {
  const issue = issueSchema.parse(issues[0]);
  const field = issue.keys?.[0] ?? issue.path?.[0];
  return new BadParameter(typeof field === 'string' ? field : null, issue.message);
}
