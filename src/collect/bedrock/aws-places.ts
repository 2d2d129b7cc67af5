import { isBedrock, type SourceConfig } from '../../runtime/config/schema.js';
import type { AwsAccess } from './aws-access.js';

/** An account and region that sources read, once however many of them there are. */
export interface AwsPlace {
  readonly access: AwsAccess;
  /** Whether its metrics are read: yes unless every source there says no. */
  readonly metrics: boolean;
  /** The longest history that a source there asks for. */
  readonly historyDays: number;
}

/** The accounts and regions of AWS of the configured sources. */
export function awsPlaces(sources: readonly SourceConfig[]): AwsPlace[] {
  const places = new Map<string, AwsPlace>();
  for (const source of sources.filter(isBedrock)) {
    const { accountId, region, credentials, endpoint, metrics, historyDays } = source;
    const key = `${accountId}/${region}`;
    const known = places.get(key);
    places.set(key, {
      access: known?.access ?? { accountId, region, credentials, endpoint },
      metrics: metrics || known?.metrics === true,
      historyDays: Math.max(historyDays, known?.historyDays ?? 0),
    });
  }
  return [...places.values()];
}

/** How an account is read in a region that may have no source: with the access of its nearest source, in that region. */
export function accessTo(
  places: readonly AwsPlace[],
  { accountId, region }: { readonly accountId: string; readonly region: string },
): AwsAccess | null {
  const ofAccount = places.filter(({ access }) => access.accountId === accountId);
  const here = ofAccount.find(({ access }) => access.region === region) ?? ofAccount[0];
  return here === undefined ? null : { ...here.access, region };
}
