import type { RerateStore, SeriesIds, StoredUsage } from '../store/rerate.store.js';

/** Some calls of a UTC day, in order of their ids. */
export interface RatePage {
  readonly day: string;
  readonly calls: readonly StoredUsage[];
  readonly isLastOfDay: boolean;
}

export interface PagesAsked {
  readonly days: readonly string[];
  readonly seriesIds: SeriesIds;
  /** A day that is finished in part: it goes on after this call. */
  readonly resume: { readonly day: string | null; readonly after: string | null };
  readonly limit: number;
}

/** The calls of the days, page by page; the next one is read while this one is worked on. */
export async function* readPages(
  store: RerateStore,
  { days, seriesIds, resume, limit }: PagesAsked,
): AsyncGenerator<RatePage> {
  const read = async (index: number, after: string | null) => {
    const day = days[index];
    if (day === undefined) return null;
    const place = { day, after: after ?? (day === resume.day ? resume.after : null), limit, seriesIds };
    return { index, day, calls: await store.usageOf(place) };
  };
  let next = read(0, null);
  for (let page = await next; page !== null; page = await next) {
    const { index, day, calls } = page;
    const last = calls.at(-1);
    const isLastOfDay = last === undefined || calls.length < limit;
    next = isLastOfDay ? read(index + 1, null) : read(index, last.eventId);
    // After a stop nobody waits for it.
    next.catch(() => {});
    yield { day, calls, isLastOfDay };
  }
}
