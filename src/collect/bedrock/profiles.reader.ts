import {
  BedrockClient,
  GetInferenceProfileCommand,
  GetProvisionedModelThroughputCommand,
  ListTagsForResourceCommand,
  paginateListInferenceProfiles,
  type InferenceProfileModel,
} from '@aws-sdk/client-bedrock';
import type { EndpointScope } from '../../usage/cloud.js';
import type { ProfileArn } from '../../usage/profile-arn.js';
import { type AwsAccess, awsClientSettings } from './aws-access.js';
import { sourceUnavailable } from './aws-errors.js';
import { modelBehind } from './profile-models.js';

/** What the cloud says stands behind a profile or provisioned throughput. */
export interface ProfileDescription {
  readonly arn: string;
  readonly name: string | null;
  /** As the cloud names it: `anthropic.claude-sonnet-5`. */
  readonly modelId: string;
  readonly endpointScope: EndpointScope;
  readonly createdAt: Date | null;
  readonly tags: Readonly<Record<string, string>>;
  /** What could not be read beside it, and what to do. */
  readonly missing: string | null;
}

/** `denied` needs a person, `unavailable` passes by itself; `notFound` was deleted. Each says what is so and what to do. */
export type ProfileFailure =
  { readonly denied: string } | { readonly unavailable: string } | { readonly notFound: string };
export type ProfileAnswer = { readonly found: ProfileDescription } | ProfileFailure;

/** Application inference profiles and provisioned throughputs of one account and region, from Bedrock's control plane. */
export class BedrockProfilesReader {
  private readonly client: BedrockClient;
  private readonly where: string;

  constructor(access: AwsAccess) {
    this.client = new BedrockClient(awsClientSettings(access, 'bedrock'));
    this.where = `in ${access.region}, account ${access.accountId}`;
  }

  /** What stands behind an ARN of this account and region. */
  async describe({ arn, kind }: ProfileArn, signal: AbortSignal): Promise<ProfileAnswer> {
    const isProvisioned = kind === 'provisioned-model';
    try {
      return isProvisioned ? await this.describeProvisioned(arn, signal) : await this.describeProfile(arn, signal);
    } catch (error) {
      signal.throwIfAborted();
      return this.failure(
        error,
        isProvisioned ? 'bedrock:GetProvisionedModelThroughput' : 'bedrock:GetInferenceProfile',
      );
    }
  }

  /** Every application inference profile there is now, without tags. */
  async list(signal: AbortSignal): Promise<{ readonly found: readonly ProfileDescription[] } | ProfileFailure> {
    const found: ProfileDescription[] = [];
    try {
      const pages = paginateListInferenceProfiles(
        { client: this.client, pageSize: 100 },
        { typeEquals: 'APPLICATION' },
        { abortSignal: signal },
      );
      for await (const { inferenceProfileSummaries = [] } of pages) {
        for (const { inferenceProfileArn: arn, inferenceProfileName, createdAt, models } of inferenceProfileSummaries) {
          const behind = modelBehind(arnsOf(models));
          if (arn === undefined || behind === null) continue;
          found.push({ arn, name: inferenceProfileName ?? null, createdAt: createdAt ?? null, ...behind, ...NO_TAGS });
        }
      }
      return { found };
    } catch (error) {
      signal.throwIfAborted();
      return this.failure(error, 'bedrock:ListInferenceProfiles');
    }
  }

  /** The same description with its tags; where they may not be read, it says so and is whole otherwise. */
  async withTags(description: ProfileDescription, signal: AbortSignal): Promise<ProfileDescription> {
    try {
      const { tags = [] } = await this.client.send(new ListTagsForResourceCommand({ resourceARN: description.arn }), {
        abortSignal: signal,
      });
      const pairs = tags.flatMap(({ key, value }) => (key === undefined ? [] : [[key, value ?? ''] as const]));
      return { ...description, tags: Object.fromEntries(pairs) };
    } catch (error) {
      signal.throwIfAborted();
      const failure = this.failure(error, 'bedrock:ListTagsForResource');
      return { ...description, missing: `Its tags are not known: ${wordsOf(failure)}` };
    }
  }

  close(): void {
    this.client.destroy();
  }

  private async describeProfile(arn: string, signal: AbortSignal): Promise<ProfileAnswer> {
    const command = new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn });
    const answer = await this.client.send(command, { abortSignal: signal });
    const behind = modelBehind(arnsOf(answer.models));
    if (behind === null) return { unavailable: `The models of ${arn} are of no form that is known.` };
    const { inferenceProfileName, createdAt } = answer;
    const bare = { arn, name: inferenceProfileName ?? null, createdAt: createdAt ?? null, ...behind, ...NO_TAGS };
    return { found: await this.withTags(bare, signal) };
  }

  /** Paid by the hour, whatever model is behind it, so the scope is `provisioned`. */
  private async describeProvisioned(arn: string, signal: AbortSignal): Promise<ProfileAnswer> {
    const command = new GetProvisionedModelThroughputCommand({ provisionedModelId: arn });
    const answer = await this.client.send(command, { abortSignal: signal });
    const modelId = /:foundation-model\/(.+)$/.exec(answer.foundationModelArn ?? '')?.[1];
    if (modelId === undefined) return { unavailable: `The model of ${arn} is of no form that is known.` };
    const { provisionedModelName, creationTime } = answer;
    const bare = {
      arn,
      modelId,
      name: provisionedModelName ?? null,
      endpointScope: 'provisioned' as const,
      createdAt: creationTime ?? null,
      ...NO_TAGS,
    };
    return { found: await this.withTags(bare, signal) };
  }

  private failure(error: unknown, permission: string): ProfileFailure {
    const what = `inference profiles and provisioned throughput ${this.where}`;
    const { reason, message } = sourceUnavailable(READER, { what, permission, ifAbsent: 'the region' }, error);
    // The words become a sentence of an answer, where nobody asks which reader said so.
    const words = message.slice(`${READER}: `.length);
    const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
    if (reason === 'permission') return { denied: sentence };
    if (reason === 'notFound') return { notFound: `There is no such profile ${this.where}: it was deleted.` };
    return { unavailable: sentence };
  }
}

const READER = 'profiles';

/** A failure in words. */
export function wordsOf(failure: ProfileFailure): string {
  if ('denied' in failure) return failure.denied;
  return 'notFound' in failure ? failure.notFound : failure.unavailable;
}

const NO_TAGS = { tags: {}, missing: null } as const;

function arnsOf(models: readonly InferenceProfileModel[] | undefined): string[] {
  return (models ?? []).map(({ modelArn }) => modelArn ?? '');
}
