import { HOUR_MS, type Window } from '../usage/window.js';

/** A page of the dashboards as it shows exactly what an alert is about. Filters are those of its address: `person`, `model` … */
export function viewLink(
  page: '/costs' | '/requests' | '/errors',
  range: Window,
  filters: Readonly<Record<string, string | null>>,
): string {
  const search = new URLSearchParams({ from: isoOf(range.from), to: isoOf(range.to) });
  for (const [dimension, value] of Object.entries(filters)) search.append('filter', `${dimension}=${value ?? ''}`);
  return `${page}?${search.toString()}`;
}

/** Whole hours, so that the address stays the same from one look to the next. */
function isoOf(at: number): string {
  return new Date(Math.ceil(at / HOUR_MS) * HOUR_MS).toISOString().replace('.000Z', 'Z');
}
