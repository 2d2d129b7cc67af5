import type { LogDestination, SourceDiscovery } from '../../runtime/config/expand-sources.js';
import { inOrder } from '../in-order.js';
import { SourceUnavailable } from '../log-source.js';
import { bedrockRegions } from './bedrock-regions.js';
import { type LoggingConfiguration, readLoggingConfiguration } from './logging-configuration.reader.js';

/** What a region answered: where it logs to, that it does not log to this kind of destination, or why it did not answer. */
export type RegionAnswer =
  | { readonly region: string; readonly found: LogDestination }
  | { readonly region: string; readonly elsewhere: string }
  | { readonly region: string; readonly problem: SourceUnavailable };

const REGIONS_AT_ONCE = 10;

/** Asks every Bedrock region of an account where its invocation logging goes. A region that fails fails alone. */
export async function askRegions({ entry, accountId, credentials }: SourceDiscovery): Promise<RegionAnswer[]> {
  const ask = async (region: string): Promise<RegionAnswer> => {
    try {
      const access = { accountId, region, credentials, endpoint: entry.endpoint };
      return answerOf(region, entry.kind, await readLoggingConfiguration(entry.id, access));
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error;
      return { region, problem: error };
    }
  };
  const answers: RegionAnswer[] = [];
  for await (const answer of inOrder(bedrockRegions(credentials?.roleArn), ask, REGIONS_AT_ONCE)) answers.push(answer);
  return answers;
}

function answerOf(
  region: string,
  kind: SourceDiscovery['entry']['kind'],
  configuration: LoggingConfiguration,
): RegionAnswer {
  if (configuration === null) return { region, elsewhere: 'logging is off' };
  const { cloudWatchConfig: cloudWatch, s3Config: s3 } = configuration;
  if (kind === 'bedrock-cloudwatch') {
    if (cloudWatch === undefined) return { region, elsewhere: 'logging goes to S3 only' };
    return { region, found: { kind, logGroup: cloudWatch.logGroupName } };
  }
  if (s3 === undefined) return { region, elsewhere: 'logging goes to CloudWatch Logs only' };
  return { region, found: { kind, bucket: s3.bucketName, keyPrefix: s3.keyPrefix } };
}
