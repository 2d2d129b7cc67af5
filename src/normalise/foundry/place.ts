import type { Envelope } from '../../usage/raw-record.js';
import type { Fields } from './fields.js';

const ACCOUNT =
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.cognitiveservices\/accounts\/[^/]+$/;

/**
 * The account of a record by its resource id, in small letters, as Azure compares ids without case: of the source that read
 * it, or of the record itself. `null` where neither names a Foundry resource.
 */
export function accountOf(fields: Fields | null, { accountId }: Envelope): string | null {
  const own = fields?.text('resourceId', 1_000)?.toLowerCase() ?? '';
  if (ACCOUNT.test(own)) return own;
  return accountId?.toLowerCase() ?? null;
}

/** The region in small letters without spaces; logs write it as `eastus` or as `East US`. */
export function regionOf(fields: Fields | null, { region }: Envelope): string | null {
  if (region !== undefined) return region;
  return fields?.text('location', 64)?.toLowerCase().replaceAll(/\s+/g, '') ?? null;
}
