import { z } from 'zod';
import { httpUrl } from './source-fields.js';

export const awsAccountId = z
  .string({
    error: ({ input }) =>
      typeof input === 'number'
        ? `an account id is text, because it may begin with 0: quote it ("${input}")`
        : undefined,
  })
  .regex(/^\d{12}$/, { error: ({ input }) => `"${String(input)}" is not an AWS account id of 12 digits` });

export const awsRegion = z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, {
  error: ({ input }) => `"${String(input)}" is not an AWS region such as us-east-1`,
});

const roleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, {
  error: ({ input }) => `"${String(input)}" is not the ARN of a role, such as arn:aws:iam::111122223333:role/name`,
});

/** The AWS services that are read. Each may be reached through an address of its own, such as a VPC endpoint. */
const AWS_SERVICES = ['logs', 's3', 'bedrock', 'monitoring', 'sts', 'costExplorer'] as const;
export type AwsService = (typeof AWS_SERVICES)[number];

/** One address for all services (a stand-in), or one for each service that has its own. */
export const awsEndpoint = z.union(
  [
    httpUrl,
    z.strictObject({
      logs: httpUrl.optional(),
      s3: httpUrl.optional(),
      bedrock: httpUrl.optional(),
      monitoring: httpUrl.optional(),
      sts: httpUrl.optional(),
      costExplorer: httpUrl.optional(),
    } satisfies Record<AwsService, unknown>),
  ],
  { error: `give one http or https address, or one for each service: ${AWS_SERVICES.join(', ')}` },
);

/** Who reads: the SDK's default chain, or a profile in its place, and a role that either may assume. */
export const awsCredentials = (secret: z.ZodType<string>) =>
  z
    .strictObject({
      profile: z.string().min(1).optional(),
      roleArn: roleArn.optional(),
      externalId: secret.optional(),
    })
    .refine(({ externalId, roleArn }) => externalId === undefined || roleArn !== undefined, {
      path: ['externalId'],
      error: 'an externalId is sent when a role is assumed: name the roleArn too',
    });
