/**
 * What one quota is counted over. Bedrock and Vertex AI count the calls of a model in a region of an account by kind of
 * endpoint, whatever id, profile or API they go through; Foundry counts each deployment, and throughput that was bought is
 * its own. An id whose model is not known stands for itself. Vertex AI counts newer models of one family together on its
 * global and multi-region endpoints; which belong to one has been told differently, so that each stays by itself.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-runtime.html
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/partner-models/claude/quotas
 */
export interface Quota {
  readonly cloud: string;
  readonly accountId: string;
  readonly region: string;
  /** Canonical; `null` where it is not known. */
  readonly model: string | null;
  /** `null` of Foundry, where a deployment may come to be of another kind. */
  readonly endpointScope: string | null;
  /** The deployment, or the id as called; `null` where a quota is of the model under all its ids. */
  readonly modelId: string | null;
}

/** A call as far as its quota hangs on it. */
export type CallOfQuota = Quota & { readonly endpointScope: string; readonly modelId: string };

/** The quota that a call counts to. */
export function quotaOf({ cloud, accountId, region, model, endpointScope, modelId }: CallOfQuota): Quota {
  const isOwn = cloud === 'foundry' || model === null || endpointScope === 'provisioned';
  return {
    cloud,
    accountId,
    region,
    model,
    endpointScope: cloud === 'foundry' ? null : endpointScope,
    modelId: isOwn ? modelId : null,
  };
}
