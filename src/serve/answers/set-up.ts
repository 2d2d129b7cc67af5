import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';
import { body } from '../query/rerate-schemas.js';
import { actionSchema } from './verdict.js';

const kindSchema = z
  .object({
    kind: z.string(),
    cloud: z.enum(CLOUDS),
    name: z.string(),
    tells: z.string().describe('What a log of this kind tells.'),
    fields: z.array(
      z
        .object({
          key: z.string(),
          words: z.string(),
          example: z.string(),
          required: z.boolean(),
          form: z.enum(['text', 'wholeNumber']).describe('How the value is written in the file.'),
        })
        .meta({ id: 'SourceKindField' }),
    ),
    switchOn: z.array(actionSchema).describe('How the log is switched on. <key> stands for the value of a field.'),
    grant: z.array(actionSchema).describe('What has to be granted, in the same way.'),
  })
  .meta({ id: 'SourceKind', description: 'A kind of source, and how it comes to be read.' });

export const sourceKindsAnswerSchema = z.object({ kinds: z.array(kindSchema) }).meta({ id: 'SourceKindsAnswer' });
export type SourceKindsAnswer = z.infer<typeof sourceKindsAnswerSchema>;

export const checkSourceBody = body({
  entry: z
    .record(z.string().max(100), z.unknown())
    .refine((entry) => JSON.stringify(entry).length <= 20_000, 'An entry has at most 20,000 characters.')
    .describe('One entry of `sources`, as in the configuration file, without endpoint and secrets.'),
});
export type CheckSourceBody = z.output<typeof checkSourceBody>;

export const sourceCheckedSchema = z
  .object({
    problems: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .describe('What is wrong with the entry; nothing has been tried then.'),
    findings: z
      .array(
        z
          .object({
            subject: z.string(),
            ok: z.boolean().nullable().describe('Null for what was not tried.'),
            words: z.string(),
          })
          .meta({ id: 'AccessFinding' }),
      )
      .describe('What was tried for real, and what to do where it failed.'),
    readable: z
      .boolean()
      .nullable()
      .describe('Whether the entry is right and nothing that was tried failed; null where nothing could be tried.'),
    block: z.string().nullable().describe('The entry as it goes into the configuration file, YAML.'),
  })
  .meta({ id: 'SourceChecked', description: 'Whether a source could be read. Nothing of it is stored.' });
export type SourceChecked = z.infer<typeof sourceCheckedSchema>;
