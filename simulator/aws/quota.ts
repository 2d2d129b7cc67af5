const SLOW_REGIONS = new Set(['ap-northeast-3', 'ap-southeast-3', 'ca-west-1', 'eu-central-1', 'il-central-1']);

/**
 * Documented requests a second to CloudWatch Logs per account and region; those of FilterLogEvents cannot be raised.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export function requestsPerSecond(operation: string, region: string): number {
  if (operation === 'DescribeLogGroups') return 10;
  if (operation === 'DescribeLogStreams' || region === 'us-east-1') return 25;
  return SLOW_REGIONS.has(region) ? 5 : 10;
}

/** A bucket that holds one second's worth of requests and fills at the quota. */
export class Quotas {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  /** `monotonicMs` is real time, whatever the simulated clock says: the quota protects a real server. */
  constructor(private readonly monotonicMs: () => number) {}

  /** Take one request from the bucket of that name, if there is one; a rate of 0 is no limit. */
  allows(key: string, rate: number): boolean {
    if (rate === 0) return true;
    const now = this.monotonicMs();
    const bucket = this.buckets.get(key) ?? { tokens: rate, at: now };
    const tokens = Math.min(Math.max(1, rate), bucket.tokens + ((now - bucket.at) / 1000) * rate);
    const allowed = tokens >= 1;
    this.buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
    return allowed;
  }
}
