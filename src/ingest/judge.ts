import { attribute } from '../attribute/attribute.js';
import type { AttributionRules } from '../attribute/attribution-rules.js';
import { normalise } from '../normalise/normalise.js';
import { applyMapping, type ModelMappings } from '../price/model-mapping.js';
import { price } from '../price/price.js';
import type { PriceTerms } from '../price/terms-schema.js';
import { effectiveOf } from '../price/terms.js';
import type { JudgedEvent, RejectedRecord } from '../store/judged-event.js';
import type { Cloud } from '../usage/cloud.js';
import type { RawRecord } from '../usage/raw-record.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { DAY_MS } from '../usage/window.js';

/** A page of raw records, each turned into what it is. Nothing is dropped: the four parts add up to what was read. */
export interface JudgedPage {
  readonly events: JudgedEvent[];
  readonly rejected: RejectedRecord[];
  readonly ignored: number;
  /** Characters of the records, for the cost of reading. */
  readonly bytes: number;
}

/** The customer's own rules: what opaque ids mean, what is really paid, who it belongs to. */
export interface OwnRules {
  readonly attribution: AttributionRules;
  readonly mappings: ModelMappings;
  readonly terms: PriceTerms;
}

export const NO_RULES: OwnRules = { attribution: [], mappings: [], terms: [] };

export interface Judging {
  readonly cloud: Cloud;
  readonly sourceId: string;
  readonly rules: OwnRules;
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
      page.events.push(judgeEvent(event, judging.sourceId, judging.rules));
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

/** Maps, prices and attributes one event. */
export function judgeEvent(logged: UsageEvent, sourceId: string, rules: OwnRules): JudgedEvent {
  const event = applyMapping(logged, rules.mappings);
  const listPrice = price(event);
  const { team, person } = attribute(event, rules.attribution);
  return { event, price: listPrice, effective: effectiveOf(listPrice, event, rules.terms), team, person, sourceId };
}

function rejectedRecord({ text, envelope }: RawRecord, reason: string, detail: string): RejectedRecord {
  return { text, reason, detail, envelope };
}
