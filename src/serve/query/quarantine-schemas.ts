import { z } from 'zod';
import { body } from './rerate-schemas.js';

const name = (field: string) =>
  z
    .string({ error: `${field} is a text.` })
    .min(1, `${field} is empty; leave it out to replay all.`)
    .optional();

/** Which part of the quarantine to replay: all of it where nothing is named, or nothing is sent at all. */
export const replayBody = z.preprocess(
  (sent) => sent ?? {},
  body({
    sourceId: name('sourceId').describe('Only records of this source.'),
    reason: name('reason').describe('Only records that are there for this reason.'),
  }),
);
export type ReplayBody = z.output<typeof replayBody>;
