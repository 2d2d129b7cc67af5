import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
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
  'price_book',
  'price_entry',
  'price_tier',
  'price_rules',
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
    const seriesKeys = batch.map(seriesKey);
    const principalKeys = batch.map(({ event }) =>
      event.principal === null ? null : principalKey(event.cloud, event.principal),
    );
    await this.addSeries(batch, seriesKeys);
    await this.addPrincipals(batch, principalKeys);
    await this.addPersons(batch);
    return batch.map((judged, index) => ({
      seriesId: found(this.series, seriesKeys[index]),
      principalId: principalKeys[index] === null ? null : found(this.principals, principalKeys[index]),
      personId: judged.person === null ? null : found(this.persons, boundedText(judged.person)),
    }));
  }

  private async addSeries(batch: readonly JudgedEvent[], keys: readonly string[]): Promise<void> {
    const missing = new Map<string, readonly (Text | readonly string[])[]>();
    for (const [index, key] of keys.entries()) {
      const judged = batch[index];
      if (judged !== undefined && !this.series.has(key) && !missing.has(key)) missing.set(key, seriesValues(judged));
    }
    for (const [key, values] of missing) {
      this.series.set(key, await this.upsert('usage_series', 'series_id', SERIES_COLUMNS, values));
    }
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

function seriesValues({ event, price, team, sourceId }: JudgedEvent): readonly (Text | readonly string[])[] {
  const basis = 'priced' in price ? price.priced.basis : null;
  return [
    event.cloud,
    boundedText(event.accountId),
    boundedText(event.region),
    sourceId,
    boundedText(event.modelId),
    event.model,
    boundedText(event.vendor),
    event.endpointScope,
    mapText(event.serviceTier),
    event.outcome,
    mapText(team),
    basis?.book ?? null,
    basis?.entry ?? null,
    basis?.tier ?? null,
    basis?.rules ?? null,
    'unpriced' in price ? price.unpriced : null,
  ];
}

/** Separates the parts of a key; no stored text holds it. */
const SEPARATOR = '\u0001';

function seriesKey(judged: JudgedEvent): string {
  const { event, price, team, sourceId } = judged;
  const basis = 'priced' in price ? price.priced.basis : null;
  return [
    event.cloud,
    event.accountId,
    event.region,
    sourceId,
    event.modelId,
    event.model ?? '\u0002',
    event.vendor,
    event.endpointScope,
    event.serviceTier ?? '\u0002',
    event.outcome,
    team ?? '\u0002',
    basis === null
      ? '\u0002'
      : `${basis.book}${SEPARATOR}${basis.entry}${SEPARATOR}${basis.tier}${SEPARATOR}${basis.rules.join()}`,
    'unpriced' in price ? price.unpriced : '\u0002',
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
