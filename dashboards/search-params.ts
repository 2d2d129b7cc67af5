import { list, oneOf, text, type Raw } from './address.js';
import { CODING_SORTS, type CodingSort } from './api/coding-queries.js';
import { DIFFERENCE_GROUPINGS, type DifferenceGrouping } from './api/corrections-queries.js';
import { CHANGES, type Change } from './api/savings-queries.js';
import { parseFilter } from './figures/filters.js';
import { GROUPINGS, PREMIUM_GROUPINGS, type Grouping, type PremiumGrouping } from './figures/dimensions.js';
import { BUCKETS, type Bucket } from './range/buckets.js';
import { COMPARISONS, type Comparison } from './range/comparison.js';
import { COUNTS, type Counts } from './figures/throughput.js';
import { isRangeEnd, PRESETS, type Preset } from './range/range.js';

export const MEASURES = ['cost', 'tokens', 'requests'] as const;
export type Measure = (typeof MEASURES)[number];

/** State that every screen shares and every link carries on. */
export interface CommonSearch {
  range?: Preset | undefined;
  from?: string | undefined;
  to?: string | undefined;
  tz?: string | undefined;
  compare?: Comparison | undefined;
  filter?: string[] | undefined;
}

export interface OverviewSearch extends CommonSearch {
  by?: Grouping | undefined;
  /** The kind of source that is set up. */
  kind?: string | undefined;
}

export interface SetUpSearch extends CommonSearch {
  kind?: string | undefined;
}

export interface CostsSearch extends CommonSearch {
  by?: Grouping | undefined;
  /** The second dimension, into which the rows of the table open. */
  thenBy?: Grouping | 'none' | undefined;
  measure?: Measure | undefined;
  bucket?: Bucket | undefined;
  /** Column, with `-` in front for descending. */
  sort?: string | undefined;
  hide?: string[] | undefined;
  open?: string[] | undefined;
  panel?: 'explain' | undefined;
  /** A currency that the costs are shown in too. */
  currency?: string | undefined;
}

/** Filters that only the list of requests knows. */
export const EVENT_FILTERS = [
  'requestId',
  'principal',
  'flag',
  'operation',
  'stopReason',
  'errorCode',
  'session',
] as const;
export type EventFilter = (typeof EVENT_FILTERS)[number];

export interface RequestsSearch extends CommonSearch, Partial<Record<EventFilter, string | undefined>> {
  sort?: 'time' | 'cost' | undefined;
}

export interface CodingSearch extends CommonSearch {
  sort?: CodingSort | undefined;
  /** The session that is opened. */
  session?: string | undefined;
}

export interface UnpricedSearch extends CommonSearch {
  /** Column, with `-` in front for descending. */
  sort?: string | undefined;
}

export interface PremiumSearch extends CommonSearch {
  by?: PremiumGrouping | undefined;
  /** What is imagined otherwise of the period, and of which groups that is told. */
  change?: Change | undefined;
  target?: string | undefined;
  whatIfBy?: 'team' | 'model' | undefined;
}

export interface CorrectionsSearch extends CommonSearch {
  /** The run whose result is shown; the latest where none is named. */
  run?: string | undefined;
  changesBy?: DifferenceGrouping | undefined;
}

/** The parts of Log health. */
export const HEALTH_TABS = ['sources', 'completeness', 'retention', 'quarantine', 'deployments'] as const;
export type HealthTab = (typeof HEALTH_TABS)[number];

export interface HealthSearch extends CommonSearch {
  tab?: HealthTab | undefined;
  source?: string | undefined;
  /** The account and region whose verdict is opened. */
  place?: string | undefined;
  /** The setting whose history is opened. */
  setting?: string | undefined;
  /** The line of a deployment that somebody came for. */
  deployment?: string | undefined;
}

export interface AlertsSearch extends CommonSearch {
  /** The alert that is opened. */
  alert?: string | undefined;
  /** The checks that are unfolded though all is well. */
  open?: string[] | undefined;
}

export interface ErrorsSearch extends CommonSearch {
  /** The code that is opened. */
  code?: string | undefined;
  /** The deployment or model whose hours are opened, and what of it is compared with its limit. */
  row?: string | undefined;
  counts?: Counts | undefined;
}

export interface MembersSearch extends CommonSearch {
  /** The member that is opened, or `new`. */
  member?: string | undefined;
}

export interface TokensSearch extends CommonSearch {
  whose?: 'everybody' | undefined;
  /** Whether a token is being made. */
  add?: 'token' | undefined;
}

export interface SessionsSearch extends CommonSearch {
  whose?: 'everybody' | undefined;
}

export interface AuditSearch extends CommonSearch {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
}

export function readCommon(raw: Raw): CommonSearch {
  const from = text(raw['from']);
  const to = text(raw['to']);
  const ends = from && to && isRangeEnd(from) && isRangeEnd(to);
  return {
    range: ends ? undefined : oneOf(PRESETS, raw['range']),
    from: ends ? from : undefined,
    to: ends ? to : undefined,
    tz: zoneOf(text(raw['tz'])),
    compare: oneOf(COMPARISONS, raw['compare']),
    filter: list(raw['filter'])?.filter((filter) => parseFilter(filter) !== null),
  };
}

/** A zone that this browser does not know could not be drawn, so it is dropped. */
function zoneOf(name: string | undefined): string | undefined {
  if (!name) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone && name;
  } catch {
    return undefined;
  }
}

export function readOverview(raw: Raw): OverviewSearch {
  return { ...readCommon(raw), by: oneOf(GROUPINGS, raw['by']), kind: text(raw['kind']) };
}

export function readCosts(raw: Raw): CostsSearch {
  return {
    ...readCommon(raw),
    by: oneOf(GROUPINGS, raw['by']),
    thenBy: oneOf([...GROUPINGS, 'none'] as const, raw['thenBy']),
    measure: oneOf(MEASURES, raw['measure']),
    bucket: oneOf(BUCKETS, raw['bucket']),
    sort: text(raw['sort']),
    hide: list(raw['hide']),
    open: list(raw['open']),
    panel: oneOf(['explain'] as const, raw['panel']),
    currency: text(raw['currency']),
  };
}

export function readRequests(raw: Raw): RequestsSearch {
  const filters = Object.fromEntries(EVENT_FILTERS.map((name) => [name, text(raw[name])]));
  return { ...readCommon(raw), ...filters, sort: oneOf(['time', 'cost'] as const, raw['sort']) };
}

export function readCoding(raw: Raw): CodingSearch {
  return { ...readCommon(raw), sort: oneOf(CODING_SORTS, raw['sort']), session: text(raw['session']) };
}

export function readUnpriced(raw: Raw): UnpricedSearch {
  return { ...readCommon(raw), sort: text(raw['sort']) };
}

export function readPremium(raw: Raw): PremiumSearch {
  return {
    ...readCommon(raw),
    by: oneOf(PREMIUM_GROUPINGS, raw['by']),
    change: oneOf(CHANGES, raw['change']),
    target: text(raw['target']),
    whatIfBy: oneOf(['team', 'model'] as const, raw['whatIfBy']),
  };
}

export function readCorrections(raw: Raw): CorrectionsSearch {
  return {
    ...readCommon(raw),
    run: text(raw['run']),
    changesBy: oneOf(DIFFERENCE_GROUPINGS, raw['changesBy']),
  };
}

export function readHealth(raw: Raw): HealthSearch {
  return {
    ...readCommon(raw),
    tab: oneOf(HEALTH_TABS, raw['tab']),
    source: text(raw['source']),
    place: text(raw['place']),
    setting: text(raw['setting']),
    deployment: text(raw['deployment']),
  };
}

export function readAlerts(raw: Raw): AlertsSearch {
  return { ...readCommon(raw), alert: text(raw['alert']), open: list(raw['open']) };
}

export function readErrors(raw: Raw): ErrorsSearch {
  return { ...readCommon(raw), code: text(raw['code']), row: text(raw['row']), counts: oneOf(COUNTS, raw['counts']) };
}

export function readSetUp(raw: Raw): SetUpSearch {
  return { ...readCommon(raw), kind: text(raw['kind']) };
}

export function readMembers(raw: Raw): MembersSearch {
  return { ...readCommon(raw), member: text(raw['member']) };
}

export function readTokens(raw: Raw): TokensSearch {
  return { ...readSessions(raw), add: oneOf(['token'] as const, raw['add']) };
}

export function readSessions(raw: Raw): SessionsSearch {
  return { ...readCommon(raw), whose: oneOf(['everybody'] as const, raw['whose']) };
}

export function readAudit(raw: Raw): AuditSearch {
  return {
    ...readCommon(raw),
    actor: text(raw['actor']),
    action: text(raw['action']),
    target: text(raw['target']),
  };
}
