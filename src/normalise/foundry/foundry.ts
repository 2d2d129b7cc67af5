import type { Normalised } from '../../usage/normalised.js';
import type { RawRecord } from '../../usage/raw-record.js';
import { normaliseGateway } from './gateway.js';
import { openFoundryRecord } from './record.js';
import { normaliseRequestResponse } from './request-response.js';

/** A record of the logs about Claude in Microsoft Foundry, as one log's sight of a call. Never an event by itself. */
export function normaliseFoundry(raw: RawRecord): Normalised {
  const record = openFoundryRecord(raw);
  if (record.kind === 'requestResponse') return normaliseRequestResponse(record.fields, raw.envelope);
  if (record.kind === 'gateway') return normaliseGateway(record, raw.envelope);
  if (record.kind === 'ignored') return { ignored: { reason: record.reason } };
  return { rejected: { reason: record.reason, detail: record.detail } };
}
