import {
  AZURE_ACTIONS,
  AZURE_SHARES,
  NO_AZURE_FAULTS,
  type AzureFaults,
  type AzureSpell,
  type ResourceSpell,
} from './azure-faults.js';
import { FOUNDRY_ACCOUNTS } from './world/estate.js';

const ACTIONS: ReadonlySet<string> = new Set(AZURE_ACTIONS);
const RESOURCES: ReadonlySet<string> = new Set(
  FOUNDRY_ACCOUNTS.flatMap(({ name, workspace, gateway }) => [name, workspace.name, gateway?.name ?? name]),
);

function wrong(name: string, value: unknown, expected: string): TypeError {
  return new TypeError(`azure faults: ${name} is ${JSON.stringify(value)}, expected ${expected}`);
}

function fieldsOf(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw wrong(name, value, 'a JSON object');
}

function listOf<Item>(name: string, value: unknown, read: (item: unknown) => Item): readonly Item[] {
  if (Array.isArray(value)) return value.map((item) => read(item));
  throw wrong(name, value, 'a list');
}

function share(name: string, value: unknown): number {
  const most = name === 'lateMaxMinutes' ? 2879 : 1;
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  throw wrong(name, value, `a number from 0 to ${most}`);
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw wrong(name, value, 'a string');
}

function denial(value: unknown): string {
  if (typeof value === 'string' && ACTIONS.has(value.split(' ')[0] ?? '')) return value;
  throw wrong('denied', value, `an action, alone or with a resource, of ${AZURE_ACTIONS.join(', ')}`);
}

function instant(name: string, value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : value;
  if (typeof at === 'number' && Number.isFinite(at)) return at;
  throw wrong(name, value, 'a time such as "2026-11-20T00:00:00Z"');
}

function resource(name: string, value: unknown): string {
  if (typeof value === 'string' && RESOURCES.has(value)) return value;
  throw wrong(`${name}.resource`, value, `one of ${[...RESOURCES].join(', ')}`);
}

function spell(name: string, value: unknown): AzureSpell {
  const fields = fieldsOf(name, value);
  const to = fields['to'] ?? null;
  return { from: instant(`${name}.from`, fields['from']), to: to === null ? null : instant(`${name}.to`, to) };
}

function resourceSpell(name: string, value: unknown): ResourceSpell {
  return { ...spell(name, value), resource: resource(name, fieldsOf(name, value)['resource']) };
}

function retention(value: unknown): AzureFaults['retention'][number] {
  const fields = fieldsOf('retention', value);
  const { days } = fields;
  if (typeof days === 'number' && Number.isSafeInteger(days) && days > 0) {
    return { resource: resource('retention', fields['resource']), days };
  }
  throw wrong('retention.days', days, 'a whole number above 0');
}

/** A change of some of Azure's faults from outside, checked: an unknown name or an impossible value throws and says which. */
export function changeAzureFaults(current: AzureFaults, change: unknown): AzureFaults {
  const next: { -readonly [Name in keyof AzureFaults]: AzureFaults[Name] } = { ...current };
  for (const [name, value] of Object.entries(fieldsOf('the change', change))) {
    if (name === 'denied') next.denied = listOf(name, value, denial);
    else if (name === 'vanishedColumns') next.vanishedColumns = listOf(name, value, (item) => text(name, item));
    else if (name === 'throttleStorms') next.throttleStorms = listOf(name, value, (item) => spell(name, item));
    else if (name === 'loggingOff') next.loggingOff = listOf(name, value, (item) => resourceSpell(name, item));
    else if (name === 'dailyCap') next.dailyCap = listOf(name, value, (item) => resourceSpell(name, item));
    else if (name === 'retention') next.retention = listOf(name, value, retention);
    else {
      const known = AZURE_SHARES.find((candidate) => candidate === name);
      if (known === undefined) {
        throw new TypeError(`azure faults: "${name}" is not one of ${Object.keys(NO_AZURE_FAULTS).join(', ')}`);
      }
      next[known] = share(name, value);
    }
  }
  return next;
}
