import { z } from 'zod';

const entrySchema = z
  .object({
    sequence: z.int().min(1),
    at: z.string().describe('RFC 3339, UTC.'),
    actor: z.object({
      kind: z.enum(['member', 'token', 'service', 'command', 'nobody']),
      id: z.string().nullable(),
      name: z.string(),
    }),
    action: z.string().describe('object.event'),
    target: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
    hash: z.string().describe('SHA-256 of this entry and the one before.'),
  })
  .meta({ id: 'AuditEntry' });

export const auditAnswerSchema = z
  .object({ entries: z.array(entrySchema), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditAnswer', description: 'Who did what, the latest first.' });
export type AuditAnswer = z.infer<typeof auditAnswerSchema>;

export const auditVerdictSchema = z
  .object({
    whole: z.boolean().describe('Whether nothing was changed, as far as entries and digests show.'),
    entries: z.int().min(0),
    digests: z.int().min(0).describe('Signed statements of where the log was that were compared.'),
    anchored: z.boolean().describe('Whether a digest outside the database was among them.'),
    faults: z.array(z.object({ sequence: z.int(), fault: z.string(), words: z.string() })),
  })
  .meta({ id: 'AuditVerdict' });
export type AuditVerdictAnswer = z.infer<typeof auditVerdictSchema>;
