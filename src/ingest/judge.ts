import { attribute } from '../attribute/attribute.js';
import type { AttributionRules } from '../attribute/attribution-rules.js';
import { JOINS } from '../join/joins.js';
import { reachOf } from '../join/reach.js';
import { contentOf, type ContentRules } from '../normalise/contents.js';
import { normalise } from '../normalise/normalise.js';
import { applyMapping, type MappableEvent, type ModelMappings } from '../price/model-mapping.js';
import { price } from '../price/price.js';
import { priceBook } from '../price/price-book.js';
import type { PriceBook } from '../price/rates.js';
import type { PriceTerms } from '../price/terms-schema.js';
import { effectiveOf } from '../price/terms.js';
import type { JudgedEvent, RejectedRecord, SeenDrift } from '../store/judged-event.js';
import type { GroupedSight } from '../store/sights.store.js';
import type { Cloud } from '../usage/cloud.js';
import type { Drift } from '../usage/drift.js';
import type { Price } from '../usage/priced.js';
import type { CallContent } from '../usage/content.js';
import { type RawRecord, recordChars } from '../usage/raw-record.js';
import type { Sight } from '../usage/sight.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { DAY_MS } from '../usage/window.js';
import { applyProfile, NO_PROFILES, type ProfileLookup } from './apply-profile.js';

/** A page of raw records, each turned into what it is. Nothing is dropped: events, sights, rejected and ignored add up to what was read. */
export interface JudgedPage {
  readonly events: JudgedEvent[];
  /** What one log tells of calls that several logs tell: joined into events after it is stored. */
  readonly sights: GroupedSight[];
  readonly rejected: RejectedRecord[];
  /** Prompts and completions of the events, where the source keeps them. */
  readonly contents: CallContent[];
  readonly ignored: number;
  /** What of the format was new, each kind and name once, with the first call that showed it. */
  readonly drift: SeenDrift[];
  /** Characters of the records and of the bodies fetched for them, for the cost of reading. */
  readonly bytes: number;
}

/** The customer's own rules: what opaque ids mean, by which book and terms calls are priced, who they belong to. */
export interface OwnRules {
  readonly attribution: AttributionRules;
  readonly mappings: ModelMappings;
  /** What the cloud itself says of opaque ids; grows while the service runs. */
  readonly profiles: ProfileLookup;
  readonly terms: PriceTerms;
  readonly book: PriceBook;
}

export const NO_RULES: OwnRules = {
  attribution: [],
  mappings: [],
  profiles: NO_PROFILES,
  terms: [],
  book: priceBook,
};

export interface Judging {
  readonly cloud: Cloud;
  readonly sourceId: string;
  readonly rules: OwnRules;
  /** Milliseconds since 1970: a record of the future is a broken record, not usage. */
  readonly now: number;
  /** What is kept of prompts and completions; nothing where it is absent. */
  readonly contents?: ContentRules | null;
}

/** Normalises, prices and attributes every record of a page. Pure: the same page gives the same answer. */
export function judgePage(records: readonly RawRecord[], judging: Judging): JudgedPage {
  const page: JudgedPage & { ignored: number; bytes: number } = {
    events: [],
    sights: [],
    rejected: [],
    drift: [],
    contents: [],
    ignored: 0,
    bytes: 0,
  };
  for (const record of records) {
    page.bytes += recordChars(record);
    const normalised = normalise(judging.cloud, record);
    if ('event' in normalised || 'sight' in normalised) {
      const event = 'event' in normalised ? normalised.event : normalised.sight.event;
      if (Date.parse(event.occurredAt) > judging.now + DAY_MS) {
        page.rejected.push(rejectedRecord(record, 'timeInFuture', `timestamp ${event.occurredAt} lies in the future`));
        continue;
      }
      if ('event' in normalised) {
        page.events.push(judgeEvent(event, judging.sourceId, judging.rules));
      } else {
        const sight = grouped(normalised.sight);
        if (sight === null) {
          page.rejected.push(rejectedRecord(record, 'sightUnsupported', `logs of ${event.cloud} are not joined yet`));
          continue;
        }
        page.sights.push(sight);
      }
      for (const seen of normalised.drift ?? []) noteDrift(page.drift, seen, event.eventId);
      const content = judging.contents ? contentOf(record, event, judging.contents) : null;
      if (content !== null) page.contents.push(content);
    } else if ('rejected' in normalised) {
      page.rejected.push(rejectedRecord(record, normalised.rejected.reason, normalised.rejected.detail));
    } else {
      page.ignored += 1;
    }
  }
  return page;
}

/** A sight with the group that it is joined in; null where its cloud's logs are not joined. */
function grouped(sight: Sight): GroupedSight | null {
  const join = JOINS[sight.event.cloud];
  return join === undefined ? null : { ...sight, group: join.keyOf(sight), reach: reachOf(sight.event) };
}

function noteDrift(known: SeenDrift[], { kind, name }: Drift, eventId: string): void {
  if (known.some((other) => other.kind === kind && other.name === name)) return;
  known.push({ kind, name, eventId });
}

/** What stands behind the id of a call, where the log does not tell: the configuration's word first, then the cloud's. */
export function identified<Event extends MappableEvent>(logged: Event, { mappings, profiles }: OwnRules): Event {
  return applyProfile(applyMapping(logged, mappings), profiles, mappings);
}

/** Identifies, prices and attributes one event. */
export function judgeEvent(logged: UsageEvent, sourceId: string, rules: OwnRules): JudgedEvent {
  const identifiedEvent = identified(logged, rules);
  const listPrice = price(identifiedEvent, rules.book);
  const event = withPriceFlag(identifiedEvent, listPrice);
  const { team, person } = attribute(event, rules.attribution);
  const effective = effectiveOf(listPrice, event, rules.terms, rules.book);
  return { event, price: listPrice, effective, team, person, sourceId };
}

/** A price that is a lower bound says so on the row too. */
export function withPriceFlag<Event extends Pick<UsageEvent, 'flags'>>(event: Event, listPrice: Price): Event {
  const isHidden = 'priced' in listPrice && listPrice.priced.basis.rules.includes('thresholdHidden');
  if (isHidden === event.flags.includes('thresholdHidden')) return event;
  const others = event.flags.filter((flag) => flag !== 'thresholdHidden');
  return { ...event, flags: isHidden ? [...others, 'thresholdHidden'] : others };
}

function rejectedRecord({ text, envelope }: RawRecord, reason: string, detail: string): RejectedRecord {
  return { text, reason, detail, envelope };
}
