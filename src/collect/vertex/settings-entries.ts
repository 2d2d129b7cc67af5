import type { VertexEntryLog } from '../../usage/vertex-settings.js';
import { DAY_MS } from '../../usage/window.js';
import { entryDaysOf } from './settings-answers.js';
import type { SettingsRequests } from './settings-requests.js';

/** A page for all locations together: those that are called often are all in it. */
const PAGE_ENTRIES = 200;
/** An empty page with a token is a search that ran out of time: it is gone on with, for a while. */
const MAX_PAGES = 5;
/** Further back nothing is looked for: retention beyond it makes no difference to any verdict that is asked for. */
const REACH_DAYS = 400;

export interface EntriesQuestion {
  readonly projectId: string;
  readonly log: VertexEntryLog;
  readonly filter: string;
  readonly now: number;
}

/** What the entries of a log show: the UTC day of the oldest or newest of each location, and which models were called there. */
interface EntriesSeen {
  readonly days: Map<string, string | null>;
  readonly models: { readonly location: string; readonly model: string }[];
}

/**
 * The newest or oldest entries of a log: one page for all locations, and a page of one entry for each location that was not
 * in it. entries.list allows 60 requests a minute to a project, which our own reading of the log needs more.
 */
export async function findEntries(
  requests: SettingsRequests,
  question: EntriesQuestion,
  end: 'newest' | 'oldest',
  signal: AbortSignal,
): Promise<EntriesSeen> {
  const seen: EntriesSeen = { days: new Map(), models: [] };
  for (const { location, model, day } of await page(requests, question, end, PAGE_ENTRIES, signal)) {
    if (!seen.days.has(location)) seen.days.set(location, day);
    if (model !== null) seen.models.push({ location, model });
  }
  return seen;
}

/** Looks for a location by itself. */
export async function findEntryAt(
  requests: SettingsRequests,
  question: EntriesQuestion,
  end: 'newest' | 'oldest',
  location: string,
  signal: AbortSignal,
): Promise<string | null> {
  const at =
    question.log === 'audit'
      ? `protoPayload.resourceName:"/locations/${location}/"`
      : `resource.labels.location="${location}"`;
  const filter = `${question.filter} AND ${at}`;
  const [entry] = await page(requests, { ...question, filter }, end, 1, signal);
  return entry?.day ?? null;
}

async function page(
  requests: SettingsRequests,
  { projectId, filter, now }: EntriesQuestion,
  end: 'newest' | 'oldest',
  pageSize: number,
  signal: AbortSignal,
) {
  const since = new Date(now - REACH_DAYS * DAY_MS).toISOString();
  const body = {
    resourceNames: [`projects/${projectId}`],
    filter: `${filter} AND timestamp>="${since}"`,
    orderBy: end === 'newest' ? 'timestamp desc' : 'timestamp asc',
    pageSize,
  };
  let pageToken: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const asked: object = pageToken === null ? body : { ...body, pageToken };
    const { days, next } = entryDaysOf(await requests.ask(requests.logging('entries:list'), signal, asked));
    if (days.length > 0 || next === null) return days;
    pageToken = next;
  }
  throw new Error(`the search for the ${end} entry came to no end in ${MAX_PAGES} pages`);
}
