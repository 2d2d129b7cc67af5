import { seedWordsOf } from '../../random.js';
import type { LogEntry } from '../delivery/log-entry.js';
import { nanosOfText } from '../nanos.js';
import type { Comparison, Filter } from './filter.js';
import { UnreadableFilter } from './filter-words.js';

const SEVERITIES = ['DEFAULT', 'DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY'];

/** True if the filter lets the entry through. */
export function matches(filter: Filter, entry: LogEntry): boolean {
  switch (filter.kind) {
    case 'all':
      return filter.parts.every((part) => matches(part, entry));
    case 'any':
      return filter.parts.some((part) => matches(part, entry));
    case 'not':
      return !matches(filter.part, entry);
    case 'present':
      return valuesAt(entry, filter.path.split('.')).length > 0;
    case 'text':
      return containsText(entry, filter.value.toLowerCase());
    case 'logId':
      return decodeURIComponent(entry.logName.split('/logs/')[1] ?? '') === filter.value;
    case 'sample':
      return fractionOf(JSON.stringify(valuesAt(entry, filter.path.split('.')))) < filter.share;
    default:
      return compareAt(entry, filter.path, filter.by, filter.value);
  }
}

/** All values at a path: a list on the way stands for each of its items. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return value === undefined || value === null ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return valuesAt(new Map<string, unknown>(Object.entries(value)).get(name), rest);
}

function containsText(value: unknown, text: string): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some((item) => containsText(item, text));
  return String(value).toLowerCase().includes(text);
}

/** A number in [0, 1) that is always the same for a text. */
function fractionOf(text: string): number {
  return seedWordsOf(text)[0] / 4_294_967_296;
}

function compareAt(entry: LogEntry, path: string, by: Comparison, wanted: string): boolean {
  const values = valuesAt(entry, path.split('.'));
  if (by === '!=') return !values.some((value) => holds(path, value, '=', wanted));
  if (by === '!~') return !values.some((value) => holds(path, value, '=~', wanted));
  return values.some((value) => holds(path, value, by, wanted));
}

/** Comparisons ignore case but for regular expressions; times compare to the nanosecond. */
function holds(path: string, value: unknown, by: Comparison, wanted: string): boolean {
  if (by === '=~') return new RegExp(wanted).test(String(value));
  if (path === 'timestamp' || path === 'receiveTimestamp') {
    const nanos = nanosOfText(wanted);
    if (nanos === null) throw new UnreadableFilter(`"${wanted}" is no timestamp`);
    return ordered(nanosOfText(String(value)) ?? 0n, by, nanos);
  }
  if (path === 'severity')
    return ordered(SEVERITIES.indexOf(String(value)), by, SEVERITIES.indexOf(wanted.toUpperCase()));
  if (typeof value === 'number' && by !== ':') return ordered(value, by, Number(wanted));
  const here = String(value).toLowerCase();
  return by === ':' ? here.includes(wanted.toLowerCase()) : ordered(here, by, wanted.toLowerCase());
}

function ordered<Value extends bigint | number | string>(a: Value, by: Comparison, b: Value): boolean {
  if (by === '<') return a < b;
  if (by === '<=') return a <= b;
  if (by === '>') return a > b;
  return by === '>=' ? a >= b : a === b;
}
