import { validateCronExpression } from 'cron';
import { z } from 'zod';
import { contentModeSchema } from './contents.js';

const cronExpression = z.string().superRefine((text, context) => {
  const fields = text.trim().split(/\s+/).length;
  const problem =
    fields === 5 || fields === 6
      ? validateCronExpression(text).error?.message
      : `it has ${fields} fields; cron has 5 (minute hour day month weekday), or 6 with seconds in front`;
  if (problem) context.addIssue({ code: 'custom', message: `not a cron expression: "${text}": ${problem}` });
});

/** The address of a service or of a stand-in for it. */
export const httpUrl = z.url({
  protocol: /^https?$/,
  error: ({ input }) => `"${String(input)}" is not an http or https address`,
});

/** What every kind of source has. A new kind adds its own fields and joins `sourceSchema`. */
export const sourceFields = {
  id: z.string().regex(/^[a-z0-9-]+$/, {
    error: ({ input }) => `"${String(input)}" is not an id: use small letters, digits and hyphens`,
  }),
  /** How far back to collect at the first start. Never further than the log keeps. */
  historyDays: z.int().min(1).max(3650).default(60),
  schedule: z
    .strictObject({
      live: cronExpression.default('*/5 * * * *'),
      hourly: cronExpression.default('7 * * * *'),
      daily: cronExpression.default('23 3 * * *'),
    })
    .prefault({}),
};

/** What a source has whose records hold prompts and completions: what is kept of them, where it differs from `contents.mode`. */
export const contentFields = { contents: contentModeSchema.optional() };
