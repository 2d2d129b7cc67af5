import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { clientOf } from '../usage/client.js';
import type { PriceBasis } from '../usage/priced.js';
import { storableText } from './binary-copy.js';
import type { EventKeys } from './event-columns.js';
import type { JudgedEvent } from './judged-event.js';

/** Longer texts are cut, with a digest to keep them apart: an index row must stay under 2,700 bytes. */
const MAX_TEXT = 200;

const SERIES_COLUMNS = [
  'cloud',
  'account_id',
  'region',
  'source_id',
  'model_id',
  'model',
  'vendor',
  'endpoint_scope',
  'service_tier',
  'outcome',
  'team',
  'client',
  'price_book',
  'price_entry',
  'price_tier',
  'price_rules',
  'price_terms',
  'unpriced_reason',
] as const;

type Text = string | null;

/**
 * Numbers for the dimensions of events: series, principals, persons. They are few and never change, so they are kept in
 * memory and asked for once; a number is made outside the transaction that uses it, so that no two writers wait.
 */
export class DimensionStore {
  private readonly series = new Map<string, number>();
  private readonly principals = new Map<string, number>();
  private readonly persons = new Map<string, number>();

  constructor(private readonly pool: Pool) {}

  /** The keys of each event, in order. */
  async keysOf(batch: readonly JudgedEvent[]): Promise<EventKeys[]> {
    const seriesIds = await this.seriesIdsOf(batch.map(seriesFactsOf));
    const principalKeys = batch.map(({ event }) =>
      event.principal === null ? null : principalKey(event.cloud, event.principal),
    );
    await this.addPrincipals(batch, principalKeys);
    await this.addPersons(batch);
    return batch.map((judged, index) => ({
      seriesId: seriesIds[index] ?? 0,
      principalId: principalKeys[index] === null ? null : found(this.principals, principalKeys[index]),
      personId: judged.person === null ? null : found(this.persons, boundedText(judged.person)),
    }));
  }

  /** The number of each series, in order; made where there is none. */
  async seriesIdsOf(batch: readonly SeriesFacts[]): Promise<number[]> {
    const keys = batch.map(seriesKey);
    for (const [index, key] of keys.entries()) {
      const facts = batch[index];
      if (facts === undefined || this.series.has(key)) continue;
      this.series.set(key, await this.upsert('usage_series', 'series_id', SERIES_COLUMNS, seriesValues(facts)));
    }
    return keys.map((key) => found(this.series, key));
  }

  private async addPrincipals(batch: readonly JudgedEvent[], keys: readonly Text[]): Promise<void> {
    const missing = new Map<string, JudgedEvent['event']>();
    for (const [index, key] of keys.entries()) {
      const event = batch[index]?.event;
      if (key !== null && event !== undefined && !this.principals.has(key)) missing.set(key, event);
    }
    // Session names make principals many: they are made in one statement, not one by one.
    const rows = [...missing].map(([key, event]) => ({ key, event, principal: boundedText(event.principal ?? '') }));
    if (rows.length === 0) return;
    const columns = [
      rows.map(({ event }) => event.cloud),
      rows.map(({ principal }) => principal),
      rows.map(({ event }) => event.identity?.kind ?? 'unknown'),
      rows.map(({ event, principal }) => boundedText(event.identity?.name ?? principal)),
      rows.map(({ event }) => mapText(event.identity?.session ?? null)),
      rows.map(({ event }) => mapText(event.identity?.accountId ?? null)),
    ];
    await this.pool.query(
      `insert into principal (cloud, principal, kind, name, session, account_id)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       order by 1, 2
       on conflict (cloud, principal) do nothing`,
      columns,
    );
    const { rows: made } = await this.pool.query<{ cloud: string; principal: string; principal_id: number }>(
      `select cloud, principal, principal_id
       from   principal
       where  (cloud, principal) in (select * from unnest($1::text[], $2::text[]))`,
      columns.slice(0, 2),
    );
    const ids = new Map(made.map((row) => [`${row.cloud}\0${row.principal}`, row.principal_id]));
    for (const { key, event, principal } of rows) {
      this.principals.set(key, found(ids, `${event.cloud}\0${principal}`));
    }
  }

  private async addPersons(batch: readonly JudgedEvent[]): Promise<void> {
    const missing = new Set<string>();
    for (const { person } of batch) {
      if (person !== null && !this.persons.has(boundedText(person))) missing.add(boundedText(person));
    }
    for (const person of missing)
      this.persons.set(person, await this.upsert('person', 'person_id', ['person'], [person]));
  }

  /** The id of the row with these values, made if there is none. Safe against another writer that makes it first. */
  private async upsert(
    table: 'usage_series' | 'person',
    id: 'series_id' | 'person_id',
    columns: readonly string[],
    values: readonly (Text | readonly string[])[],
  ): Promise<number> {
    const same = columns.map((column, index) => `${column} is not distinct from $${index + 1}`).join(' and ');
    const slots = columns.map((_, index) => `$${index + 1}`).join(', ');
    const select = `select ${id} as id from ${table} where ${same}`;
    const insert = `insert into ${table} (${columns.join(', ')}) values (${slots}) on conflict do nothing returning ${id} as id`;
    for (const statement of [select, insert, select]) {
      const { rows } = await this.pool.query<{ id: number }>(statement, [...values]);
      if (rows[0] !== undefined) return rows[0].id;
    }
    throw new Error(`${table}: a row could be neither made nor found (${columns.join(', ')})`);
  }
}

/** What a series is made of: an event's bounded dimensions and the basis of its price. */
export interface SeriesFacts {
  readonly cloud: string;
  readonly accountId: string;
  readonly region: string;
  readonly sourceId: string;
  readonly modelId: string;
  readonly model: Text;
  readonly vendor: string;
  readonly endpointScope: string;
  readonly serviceTier: Text;
  readonly outcome: string;
  readonly team: Text;
  readonly client: Text;
  readonly basis: PriceBasis | null;
  readonly terms: readonly string[];
  readonly unpriced: Text;
}

export function seriesFactsOf({ event, price, effective, team, sourceId }: JudgedEvent): SeriesFacts {
  const { cloud, accountId, region, modelId, model, vendor, endpointScope, serviceTier, outcome } = event;
  return {
    cloud,
    accountId,
    region,
    sourceId,
    modelId,
    model,
    vendor,
    endpointScope,
    serviceTier,
    outcome,
    team,
    client: clientOf(event)?.name ?? null,
    basis: 'priced' in price ? price.priced.basis : null,
    terms: effective?.terms ?? [],
    unpriced: 'unpriced' in price ? price.unpriced : null,
  };
}

function seriesValues(facts: SeriesFacts): readonly (Text | readonly string[])[] {
  return [
    facts.cloud,
    boundedText(facts.accountId),
    boundedText(facts.region),
    facts.sourceId,
    boundedText(facts.modelId),
    facts.model,
    boundedText(facts.vendor),
    facts.endpointScope,
    mapText(facts.serviceTier),
    facts.outcome,
    mapText(facts.team),
    mapText(facts.client),
    facts.basis?.book ?? null,
    facts.basis?.entry ?? null,
    facts.basis?.tier ?? null,
    facts.basis?.rules ?? null,
    facts.terms.length === 0 ? null : facts.terms,
    facts.unpriced,
  ];
}

/** Separates the parts of a key; no stored text holds it. */
const SEPARATOR = '\u0001';
const ABSENT = '\u0002';

function seriesKey(facts: SeriesFacts): string {
  const { basis } = facts;
  return [
    facts.cloud,
    facts.accountId,
    facts.region,
    facts.sourceId,
    facts.modelId,
    facts.model ?? ABSENT,
    facts.vendor,
    facts.endpointScope,
    facts.serviceTier ?? ABSENT,
    facts.outcome,
    facts.team ?? ABSENT,
    facts.client ?? ABSENT,
    basis === null
      ? ABSENT
      : `${basis.book}${SEPARATOR}${basis.entry}${SEPARATOR}${basis.tier}${SEPARATOR}${basis.rules.join()}`,
    facts.terms.join(),
    facts.unpriced ?? ABSENT,
  ].join(SEPARATOR);
}

const principalKey = (cloud: string, principal: string) => `${cloud}${SEPARATOR}${principal}`;
const mapText = (value: Text) => (value === null ? null : boundedText(value));

/** A text that an index can hold: long ones are cut and end in the first digits of their SHA-256. */
export function boundedText(value: string): string {
  const text = storableText(value);
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT - 10)}…${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

function found(ids: ReadonlyMap<string, number>, key: string | null | undefined): number {
  const id = key === null || key === undefined ? undefined : ids.get(key);
  if (id === undefined) throw new Error(`no id was made for the dimension ${JSON.stringify(key)}`);
  return id;
}
