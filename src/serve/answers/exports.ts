import { z } from 'zod';
import { body } from '../query/rerate-schemas.js';

export const exportBody = body({
  what: z.string().min(1).max(100).describe('The table that was saved, such as "costs".'),
  filters: z
    .record(z.string().max(100), z.string().max(2_000))
    .refine((filters) => Object.keys(filters).length <= 50, 'At most 50 filters.')
    .describe('What it was limited to: range, zone, filters, grouping.'),
  rows: z.int().min(0).describe('How many rows it has.'),
});
export type ExportBody = z.output<typeof exportBody>;

export const exportAnswerSchema = z
  .object({ auditEntry: z.int().min(1).describe('Number of the entry in the audit log.') })
  .meta({ id: 'ExportAnswer', description: 'An export that has been noted.' });
export type ExportAnswer = z.infer<typeof exportAnswerSchema>;
