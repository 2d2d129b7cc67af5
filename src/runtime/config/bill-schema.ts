import { z } from 'zod';
import { awsAccountId, awsCredentials, awsEndpoint, awsRegion } from './aws-fields.js';
import { sourceFields } from './source-fields.js';

const { id, historyDays } = sourceFields;

/** AWS's cost and usage report (CUR 2.0, or the older one), as Data Exports writes it to a bucket, or from disk; or Cost Explorer. */
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
      /** In place of both: ask Cost Explorer, 0.01 USD a request. */
      costExplorer: z.literal(true).optional(),
      credentials: awsCredentials(secret).optional(),
      endpoint: awsEndpoint.optional(),
    })
    .superRefine(
      (source, context) => {
        const has = (key: string) => Reflect.get(source, key) !== undefined;
        const complain = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
        const inBucket = ['region', 'bucket', 'exportName'];
        const other = ['path', 'costExplorer'].find((key) => has(key));
        if (other !== undefined) {
          for (const key of [...inBucket, 'costExplorer'].filter((name) => name !== other && has(name))) {
            complain(key, `give either ${other} or ${key}, not both`);
          }
          return;
        }
        for (const key of inBucket.filter((name) => !has(name))) {
          complain(key, 'is required (or path, for files on disk, or costExplorer: true)');
        }
      },
      { when: () => true },
    );

export type BedrockCostConfig = z.infer<ReturnType<typeof bedrockCostSchema>>;
