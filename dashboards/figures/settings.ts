import type { SettingSpell } from '../api/generated/types.gen.js';

/** Looked up beside the settings and never the same for long: what a store holds, and what was delivered lately. */
const SIGHTINGS: ReadonlySet<string> = new Set(['oldestRecord', 'newestRecord', 'logDelivery']);

/** Settings that say for how long something is kept: of those that never changed they stand first. */
const OF_KEEPING: ReadonlySet<string> = new Set([
  'logGroup',
  'bucketLifecycle',
  'logBucket',
  'requestTable',
  'logTable',
  'workspace',
]);

/** A setting as it reads now, and what it was before. */
export interface SettingLine {
  readonly key: string;
  readonly now: SettingSpell;
  /** Every spell, the newest first. */
  readonly spells: readonly SettingSpell[];
  /** Everything that reads the same and never read otherwise; what has changed stands alone. */
  readonly alike: readonly SettingSpell[];
}

/** Every setting once: those that changed, the latest change first, then those that are as they were first seen. */
export function settingLines(spells: readonly SettingSpell[]): SettingLine[] {
  const settings = groupBy(
    spells.filter(({ name }) => !SIGHTINGS.has(name)),
    ({ cloud, accountId, region, resource, name }) => JSON.stringify([cloud, accountId, region, resource, name]),
  );
  const histories = [...settings].flatMap(([key, ofSetting]) => {
    const newest = ofSetting.toSorted((a, b) => b.firstSeenAt.localeCompare(a.firstSeenAt));
    return newest[0] === undefined ? [] : [{ key, now: newest[0], spells: newest }];
  });
  const changed = histories
    .filter(({ spells: all }) => all.length > 1)
    .map((line) => ({ ...line, alike: [line.now] }))
    .toSorted((a, b) => b.now.firstSeenAt.localeCompare(a.now.firstSeenAt));
  const unchanged = groupBy(
    histories.filter(({ spells: all }) => all.length === 1),
    ({ now: { cloud, name, known, value } }) => JSON.stringify([cloud, name, known, value]),
  );
  return [
    ...changed,
    ...[...unchanged.values()]
      .flatMap((alike) => (alike[0] === undefined ? [] : [{ ...alike[0], alike: alike.map(({ now }) => now) }]))
      .toSorted((a, b) => Number(OF_KEEPING.has(b.now.name)) - Number(OF_KEEPING.has(a.now.name))),
  ];
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** One value inside a setting, by its path. */
export interface Leaf {
  readonly path: string;
  readonly value: string | number | boolean | null;
}

/** Every value inside a setting: `bucket.prefix`, `rules.0.enabled`. */
export function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path === '' ? name : `${path}.${name}`));
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return [{ path, value: isPlain ? value : null }];
}

/** What a setting says first: for how long something is kept, then everything else; not what is not set. */
export function tellingLeaves(value: unknown): Leaf[] {
  const isOfKeeping = ({ path }: Leaf) => /days|expir/i.test(path);
  return leavesOf(value)
    .filter((leaf) => leaf.value !== null)
    .toSorted((a, b) => Number(isOfKeeping(b)) - Number(isOfKeeping(a)));
}

/** What of a setting reads otherwise than before: `undefined` is a value that was not there, or is not any more. */
export function changedLeaves(before: unknown, after: unknown): { path: string; from?: Leaf; to?: Leaf }[] {
  const earlier = new Map(leavesOf(before).map((leaf) => [leaf.path, leaf]));
  const later = new Map(leavesOf(after).map((leaf) => [leaf.path, leaf]));
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((path) => {
    const from = earlier.get(path);
    const to = later.get(path);
    return from?.value === to?.value && from !== undefined && to !== undefined
      ? []
      : [{ path, ...(from && { from }), ...(to && { to }) }];
  });
}
