import { attribute } from '../attribute/attribute.js';
import type { AttributionRules } from '../attribute/attribution-rules.js';
import { normalise } from '../normalise/normalise.js';
import { price } from '../price/price.js';
import type { JudgedEvent, RejectedRecord } from '../store/judged-event.js';
import type { Cloud } from '../usage/cloud.js';
import type { RawRecord } from '../usage/raw-record.js';
import { DAY_MS } from '../usage/window.js';

/** A page of raw records, each turned into what it is. Nothing is dropped: the four parts add up to what was read. */
export interface JudgedPage {
  readonly events: JudgedEvent[];
  readonly rejected: RejectedRecord[];
  readonly ignored: number;
  /** Characters of the records, for the cost of reading. */
  readonly bytes: number;
}

export interface Judging {
  readonly cloud: Cloud;
  readonly sourceId: string;
  readonly rules: AttributionRules;
  /** Milliseconds since 1970: a record of the future is a broken record, not usage. */
  readonly now: number;
}

/** Normalises, prices and attributes every record of a page. Pure: the same page gives the same answer. */
export function judgePage(records: readonly RawRecord[], judging: Judging): JudgedPage {
  const page: JudgedPage & { ignored: number; bytes: number } = { events: [], rejected: [], ignored: 0, bytes: 0 };
  for (const record of records) {
    page.bytes += record.text.length;
    const normalised = normalise(judging.cloud, record);
    if ('event' in normalised) {
      const { event } = normalised;
      if (Date.parse(event.occurredAt) > judging.now + DAY_MS) {
        page.rejected.push(rejectedRecord(record, 'timeInFuture', `timestamp ${event.occurredAt} lies in the future`));
        continue;
      }
      const { team, person } = attribute(event, judging.rules);
      page.events.push({ event, price: price(event), team, person, sourceId: judging.sourceId });
    } else if ('rejected' in normalised) {
      page.rejected.push(rejectedRecord(record, normalised.rejected.reason, normalised.rejected.detail));
    } else if ('partial' in normalised) {
      page.rejected.push(rejectedRecord(record, 'partialUnsupported', 'this source is not read for partial facts yet'));
    } else {
      page.ignored += 1;
    }
  }
  return page;
}

function rejectedRecord({ text, envelope }: RawRecord, reason: string, detail: string): RejectedRecord {
  return { text, reason, detail, entryId: envelope.entryId ?? null, entryTime: envelope.timestamp ?? null };
}
