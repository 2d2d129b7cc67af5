import { GOOGLE_LOGS, GOOGLE_SHARES, NO_GOOGLE_FAULTS, type GoogleFaults, type GoogleSpell } from './google-faults.js';
import { readFilter } from './logging/filter.js';
import { GOOGLE_PLACES, projectOf, tableName } from './world/google-places.js';

type Fields = ReadonlyMap<string, unknown>;

/** Numbers that are no shares. */
const UNBOUNDED = new Set<string>(['lateMaxMinutes', 'quotaFactor']);

/** What may be denied, by the permission that each request needs. */
const PERMISSIONS = [
  'aiplatform.endpoints.fetchPublisherModelConfig',
  'bigquery.datasets.get',
  'bigquery.jobs.create',
  'bigquery.tables.get',
  'bigquery.tables.getData',
  'bigquery.tables.list',
  'logging.buckets.get',
  'logging.buckets.list',
  'logging.exclusions.list',
  'logging.logEntries.list',
  'logging.privateLogEntries.list',
  'logging.sinks.list',
  'monitoring.timeSeries.list',
  'resourcemanager.projects.getIamPolicy',
];

function fault(name: string, value: unknown, expected: string): TypeError {
  return new TypeError(`faults: google.${name} is ${JSON.stringify(value)}, expected ${expected}`);
}

function fieldsOf(name: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fault(name, value, 'a JSON object');
  return new Map<string, unknown>(Object.entries(value));
}

function listOf<Item>(name: string, value: unknown, read: (item: Fields) => Item): readonly Item[] {
  if (!Array.isArray(value)) throw fault(name, value, 'a list');
  return value.map((item: unknown) => read(fieldsOf(name, item)));
}

function numberOf(name: string, value: unknown, most: number): number {
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  throw fault(name, value, `a number from 0 to ${most}`);
}

function wholeOf(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw fault(name, value, 'a whole number above 0');
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw fault(name, value, 'a text');
}

/** An instant as milliseconds since 1970 or as ISO 8601. */
function instant(name: string, value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : value;
  if (typeof at === 'number' && Number.isFinite(at)) return at;
  throw fault(name, value, 'a time such as "2026-11-20T00:00:00Z"');
}

function times(name: string, item: Fields): { readonly from: number; readonly to: number | null } {
  const to = item.get('to') ?? null;
  return { from: instant(`${name}.from`, item.get('from')), to: to === null ? null : instant(`${name}.to`, to) };
}

function spell(name: string, item: Fields): GoogleSpell {
  const [projectId, location] = [item.get('projectId'), item.get('location')];
  const place = GOOGLE_PLACES.find((known) => known.projectId === projectId && known.location === location);
  if (place === undefined) throw fault(name, Object.fromEntries(item), 'a project and location of the stand-in');
  return { projectId: place.projectId, location: place.location, ...times(name, item) };
}

function projectId(name: string, item: Fields): string {
  const id = textOf(`${name}.projectId`, item.get('projectId'));
  if (projectOf(id) === undefined) throw fault(`${name}.projectId`, id, 'a project of the stand-in');
  return id;
}

function logOf(item: Fields): GoogleFaults['loggingOff'][number]['log'] {
  const log = GOOGLE_LOGS.find((known) => known === item.get('log'));
  if (log === undefined) throw fault('loggingOff.log', item.get('log'), `one of ${GOOGLE_LOGS.join(', ')}`);
  return log;
}

function tableOf(item: Fields): string {
  const name = textOf('tableExpires.table', item.get('table'));
  if (GOOGLE_PLACES.some(({ table }) => table !== null && tableName(table) === name)) return name;
  throw fault('tableExpires.table', name, 'a table of the stand-in as project.dataset.table');
}

function filterOf(item: Fields): string {
  const filter = textOf('exclusions.filter', item.get('filter'));
  readFilter(filter);
  return filter;
}

function denial(value: unknown): string {
  if (typeof value === 'string' && PERMISSIONS.includes(value.split(' ')[0] ?? '')) return value;
  throw fault('denied', value, `permissions of ${PERMISSIONS.join(', ')}`);
}

function denials(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(denial);
  throw fault('denied', value, 'a list');
}

/** A change of some faults from outside, checked: an unknown name or an impossible value throws and says which. */
export function changeGoogleFaults(current: GoogleFaults, change: unknown): GoogleFaults {
  const next: { -readonly [Name in keyof GoogleFaults]: GoogleFaults[Name] } = { ...current };
  for (const [name, value] of fieldsOf('faults', change)) {
    if (name === 'denied') next.denied = denials(value);
    else if (name === 'storms') next.storms = listOf(name, value, (item) => times(name, item));
    else if (name === 'loggingOff') {
      next.loggingOff = listOf(name, value, (item) => ({ ...spell(name, item), log: logOf(item) }));
    } else if (name === 'sampling') {
      next.sampling = listOf(name, value, (item) => ({
        ...spell(name, item),
        rate: numberOf('sampling.rate', item.get('rate'), 1),
      }));
    } else if (name === 'tableExpires') {
      next.tableExpires = listOf(name, value, (item) => ({
        table: tableOf(item),
        at: instant('tableExpires.at', item.get('at')),
      }));
    } else if (name === 'retention') {
      next.retention = listOf(name, value, (item) => ({
        projectId: projectId(name, item),
        days: wholeOf('retention.days', item.get('days')),
      }));
    } else if (name === 'exclusions') {
      next.exclusions = listOf(name, value, (item) => ({
        projectId: projectId(name, item),
        name: textOf('exclusions.name', item.get('name')),
        filter: filterOf(item),
      }));
    } else {
      const known = GOOGLE_SHARES.find((candidate) => candidate === name);
      if (known === undefined) {
        throw new TypeError(`faults: "google.${name}" is not one of ${Object.keys(NO_GOOGLE_FAULTS).join(', ')}`);
      }
      next[known] = numberOf(name, value, UNBOUNDED.has(name) ? Number.POSITIVE_INFINITY : 1);
    }
  }
  return next;
}
