import type { CallContent, ContentPart, KeptMode } from '../usage/content.js';
import { dayOfEventId } from '../usage/event-id.js';
import type { RawRecord } from '../usage/raw-record.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { callBodies } from './bedrock/contents.js';
import type { CallBodies } from './call-bodies.js';
import { foundryBodies } from './foundry/contents.js';
import { redactedBody } from './redacted-body.js';
import type { Fingerprint } from './redaction.js';
import { vertexBodies } from './vertex/contents.js';

/** What of a call's bodies is to be kept. */
export interface ContentRules {
  readonly mode: KeptMode;
  /** The first UTC day (`YYYY-MM-DD`) that retention still covers: nothing older is kept, however late it is read. */
  readonly keepFrom: string;
  readonly fingerprint: Fingerprint;
}

/** The prompt and the completion of a call as they are to be kept, or `null` where there is nothing to keep. */
export function contentOf(record: RawRecord, event: UsageEvent, rules: ContentRules): CallContent | null {
  if (dayOfEventId(event.eventId) < rules.keepFrom) return null;
  const bodies = bodiesOf(record, event);
  if (bodies === null) return null;
  const { eventId } = event;
  const { dialect } = bodies;
  const request = textOf('request', bodies, rules);
  const response = textOf('response', bodies, rules);
  return request === null && response === null ? null : { eventId, mode: rules.mode, dialect, request, response };
}

function bodiesOf(record: RawRecord, event: UsageEvent): CallBodies | null {
  if (event.cloud === 'vertex') return vertexBodies(record, event);
  return event.cloud === 'foundry' ? foundryBodies(record, event) : callBodies(record, event);
}

/** A value that nests too deep to be written as text is left out: no API accepts one, so only a hostile log holds it. */
function textOf(part: ContentPart, bodies: CallBodies, { mode, fingerprint }: ContentRules): string | null {
  const body = bodies[part];
  if (body === null) return null;
  try {
    if (mode === 'full') return body.text();
    return JSON.stringify(redactedBody(part, bodies.dialect, body.json, fingerprint));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
