import type { LogDestination, SourceDiscovery } from '../../runtime/config/expand-sources.js';
import type { InvocationLogging } from '../../usage/bedrock-settings.js';
import { inOrder } from '../in-order.js';
import { SourceUnavailable } from '../log-source.js';
import type { AwsAccess } from './aws-access.js';
import { sourceUnavailable } from './aws-errors.js';
import { readInvocationLogging } from './logging-settings.reader.js';
import { regionsOfRole } from './regions.js';

/** What a region answered: where it logs to, that it does not log to this kind of destination, or why it did not answer. */
export type RegionAnswer =
  | { readonly region: string; readonly found: LogDestination }
  | { readonly region: string; readonly elsewhere: string }
  | { readonly region: string; readonly problem: SourceUnavailable };

const REGIONS_AT_ONCE = 10;
/** A region that is not enabled for the account may answer late or never; thirty others wait to be asked. */
const ANSWER_WITHIN_MS = 20_000;

/** Asks every Bedrock region of an account where its invocation logging goes. A region that fails fails alone. */
export async function askRegions({ entry, accountId, credentials }: SourceDiscovery): Promise<RegionAnswer[]> {
  const ask = async (region: string): Promise<RegionAnswer> => {
    try {
      const access = { accountId, region, credentials, endpoint: entry.endpoint };
      return answerOf(region, entry.kind, await askLogging(entry.id, access));
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error;
      return { region, problem: error };
    }
  };
  const answers: RegionAnswer[] = [];
  for await (const answer of inOrder(regionsOfRole(credentials?.roleArn), ask, REGIONS_AT_ONCE)) answers.push(answer);
  return answers;
}

/** Where a region's logging goes, or why that cannot be told, as a source that reads there would say it. */
export async function askLogging(sourceId: string, access: AwsAccess): Promise<InvocationLogging> {
  try {
    return await readInvocationLogging(access, AbortSignal.timeout(ANSWER_WITHIN_MS));
  } catch (error) {
    const request = {
      what: `the logging settings of ${access.region}, account ${access.accountId}`,
      permission: 'bedrock:GetModelInvocationLoggingConfiguration',
      ifAbsent: 'the region',
    };
    throw sourceUnavailable(sourceId, request, error);
  }
}

function answerOf(
  region: string,
  kind: SourceDiscovery['entry']['kind'],
  { on, logGroup, bucket }: InvocationLogging,
): RegionAnswer {
  if (!on) return { region, elsewhere: 'logging is off' };
  if (kind === 'bedrock-cloudwatch') {
    if (logGroup === null) return { region, elsewhere: 'logging goes to S3 only' };
    return { region, found: { kind, logGroup } };
  }
  if (bucket === null) return { region, elsewhere: 'logging goes to CloudWatch Logs only' };
  const { bucket: name, prefix } = bucket;
  return { region, found: { kind, bucket: name, keyPrefix: prefix === '' ? undefined : prefix } };
}
