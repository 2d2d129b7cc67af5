import { DAY_MS, HOUR_MS, MINUTE_MS, type Window } from '../usage/window.js';

/** `2026-11-20`, the UTC day of an instant. */
export function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `7 days`, `1 day`. */
export function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

/** `5 days`, `7 hours`, `12 minutes`: a length in its largest whole unit. */
export function lengthText(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} days`;
  if (ms >= 2 * HOUR_MS) return `${Math.floor(ms / HOUR_MS)} hours`;
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** `2026-11-18 06:00 to 2026-11-18 12:00 UTC`. */
export function spanText({ from, to }: Window): string {
  return `${minuteText(from)} to ${minuteText(to)} UTC`;
}

function minuteText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
