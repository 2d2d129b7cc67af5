import { z } from 'zod';
import { awsAccountId, awsCredentials, awsEndpoint, awsRegion } from './aws-fields.js';
import { sourceFields } from './source-fields.js';

const { id, historyDays } = sourceFields;

/** AWS's cost and usage report (CUR 2.0, or the older one), as Data Exports writes it to a bucket, or from disk. */
export const bedrockCostSchema = (secret: z.ZodType<string>) =>
  z
    .strictObject({
      id,
      historyDays,
      kind: z.literal('bedrock-cost'),
      /** The account whose bill it is: the payer. Its lines name the accounts that used it. */
      accountId: awsAccountId,
      /** Where the bucket is. */
      region: awsRegion.optional(),
      bucket: z.string().min(3).optional(),
      /** What stands before the export's name in the bucket. */
      keyPrefix: z.string().max(512).optional(),
      exportName: z
        .string()
        .regex(/^[\w.-]{1,128}$/)
        .optional(),
      /** In place of the bucket: a file, or a folder of files (`.csv`, `.csv.gz`). */
      path: z.string().min(1).optional(),
      credentials: awsCredentials(secret).optional(),
      endpoint: awsEndpoint.optional(),
    })
    .superRefine(
      (source, context) => {
        const has = (key: string) => Reflect.get(source, key) !== undefined;
        const complain = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
        const inBucket = ['region', 'bucket', 'exportName'];
        if (has('path')) {
          for (const key of inBucket.filter(has))
            complain(key, 'give either path or the bucket of the export, not both');
          return;
        }
        for (const key of inBucket.filter((name) => !has(name))) {
          complain(key, 'is required (or path, for files on disk)');
        }
      },
      { when: () => true },
    );

export type BedrockCostConfig = z.infer<ReturnType<typeof bedrockCostSchema>>;
