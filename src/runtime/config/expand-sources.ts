import type { BedrockConfig, SourceConfig } from './schema.js';
import type { BedrockEntry, SourceEntry } from './source-schema.js';

/** An account whose regions have to be asked where they log. Each one that logs to the entry's kind becomes a source. */
export interface SourceDiscovery {
  readonly entry: BedrockEntry;
  readonly accountId: string;
  readonly credentials: BedrockEntry['credentials'];
}

/** Where a region's invocation logging goes, as far as a kind of source needs to know. */
export type LogDestination =
  | { readonly kind: 'bedrock-cloudwatch'; readonly logGroup: string }
  | { readonly kind: 'bedrock-s3'; readonly bucket: string; readonly keyPrefix?: string | undefined };

/** What an entry stands for: the sources that it names, and the accounts whose regions have to be asked. */
export function expandEntry(entry: SourceEntry): { sources: SourceConfig[]; discoveries: SourceDiscovery[] } {
  // Discovery is of Bedrock's regions; a source of another cloud reads what it names.
  if (entry.kind !== 'bedrock-cloudwatch' && entry.kind !== 'bedrock-s3') return { sources: [entry], discoveries: [] };
  const named = entry.accountId === undefined ? [] : [{ accountId: entry.accountId, credentials: undefined }];
  const accounts = (entry.accounts ?? named).map(({ accountId, credentials }) => ({
    accountId,
    credentials: credentials === undefined ? entry.credentials : { ...entry.credentials, ...credentials },
  }));
  if (entry.regions === 'discover') {
    return { sources: [], discoveries: accounts.map((account) => ({ entry, ...account })) };
  }
  const regions = entry.regions ?? (entry.region === undefined ? [] : [entry.region]);
  const isOne = entry.accounts === undefined && entry.regions === undefined;
  const destination = namedDestination(entry);
  const sources = accounts.flatMap((account) =>
    regions.flatMap((region) => {
      if (destination === null) return [];
      const id = isOne ? entry.id : expandedId(entry, account.accountId, region);
      return [sourceAt(entry, account, id, region, destination)];
    }),
  );
  return { sources, discoveries: [] };
}

/** The source of a region that was found to log. What the entry names itself goes before what the region answered. */
export function discoveredSource(
  { entry, ...account }: SourceDiscovery,
  region: string,
  found: LogDestination,
): BedrockConfig {
  const id = expandedId(entry, account.accountId, region);
  return sourceAt(entry, account, id, region, namedDestination(entry) ?? found);
}

function expandedId({ id }: BedrockEntry, accountId: string, region: string): string {
  return `${id}-${accountId}-${region}`;
}

function namedDestination(entry: BedrockEntry): LogDestination | null {
  if (entry.kind === 'bedrock-cloudwatch') {
    return entry.logGroup === undefined ? null : { kind: entry.kind, logGroup: entry.logGroup };
  }
  return entry.bucket === undefined ? null : { kind: entry.kind, bucket: entry.bucket, keyPrefix: entry.keyPrefix };
}

function sourceAt(
  entry: BedrockEntry,
  { accountId, credentials }: Pick<SourceDiscovery, 'accountId' | 'credentials'>,
  id: string,
  region: string,
  destination: LogDestination,
): BedrockConfig {
  const { historyDays, schedule, contents, endpoint, bodies, metrics } = entry;
  const common = {
    id,
    accountId,
    region,
    historyDays,
    schedule,
    bodies,
    metrics,
    ...(contents === undefined ? {} : { contents }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  if (destination.kind === 'bedrock-s3') {
    const { kind, bucket, keyPrefix } = destination;
    return { ...common, kind, bucket, ...(keyPrefix === undefined ? {} : { keyPrefix }) };
  }
  const { kind, logGroup } = destination;
  const requestsPerSecond = entry.kind === 'bedrock-cloudwatch' ? entry.requestsPerSecond : undefined;
  return { ...common, kind, logGroup, ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }) };
}
