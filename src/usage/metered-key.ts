const ARN_RESOURCE = /^arn:[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]*:[^:]*:[a-z-]+\/(.+)$/;

/**
 * One spelling for what a meter and a log call differently: the log has the id as the caller passed it, which may be an ARN;
 * CloudWatch has the last part of it (`us.anthropic.claude-opus-5`, `abc123def456`), or a deployment's ARN.
 */
export function meteredKey(modelId: string): string {
  return ARN_RESOURCE.exec(modelId)?.[1] ?? modelId;
}
