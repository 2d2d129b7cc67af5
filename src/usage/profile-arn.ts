/** Ids that name neither model nor scope, but that the cloud can describe. */
export const PROFILE_KINDS = ['application-inference-profile', 'inference-profile', 'provisioned-model'] as const;
export type ProfileKind = (typeof PROFILE_KINDS)[number];

export interface ProfileArn {
  readonly arn: string;
  readonly kind: ProfileKind;
  readonly region: string;
  readonly accountId: string;
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html */
const ARN = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]+):(\d{12}):([a-z-]+)\/[^/]+$/;

/** The ARN of a profile or provisioned throughput, taken apart; `null` for every other model id. */
export function readProfileArn(modelId: string): ProfileArn | null {
  const [, region, accountId, type] = ARN.exec(modelId) ?? [];
  const kind = PROFILE_KINDS.find((known) => known === type);
  if (region === undefined || accountId === undefined || kind === undefined) return null;
  return { arn: modelId, kind, region, accountId };
}
