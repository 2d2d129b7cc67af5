import { DIMENSIONS, type Dimension } from './dimensions.js';

/** One filter of the address and the API: `team=Claims`, `model!=claude-opus-5`; an empty value means "not known". */
export interface Filter {
  readonly dimension: Dimension;
  readonly exclude: boolean;
  readonly value: string | null;
}

const SHAPE = /^([a-zA-Z]+)(!?)=(.*)$/s;

export function parseFilter(text: string): Filter | null {
  const match = SHAPE.exec(text);
  const dimension = DIMENSIONS.find((name) => name === match?.[1]);
  if (!match || !dimension) return null;
  return { dimension, exclude: match[2] === '!', value: match[3] || null };
}

export function writeFilter({ dimension, exclude, value }: Filter): string {
  return `${dimension}${exclude ? '!' : ''}=${value ?? ''}`;
}

/** Filters that read as one: the same dimension, the same sense. */
export interface FilterGroup {
  readonly dimension: Dimension;
  readonly exclude: boolean;
  readonly values: readonly (string | null)[];
}

export function groupFilters(filters: readonly string[]): FilterGroup[] {
  const groups = new Map<string, { dimension: Dimension; exclude: boolean; values: (string | null)[] }>();
  for (const filter of filters.map(parseFilter)) {
    if (!filter) continue;
    const key = `${filter.dimension}${filter.exclude}`;
    const group = groups.get(key);
    if (group) group.values.push(filter.value);
    else groups.set(key, { dimension: filter.dimension, exclude: filter.exclude, values: [filter.value] });
  }
  return [...groups.values()];
}

/** The filters with those of one group replaced; no values removes it. */
export function replaceGroup(filters: readonly string[], group: FilterGroup): string[] {
  const others = filters.filter((text) => {
    const filter = parseFilter(text);
    return filter?.dimension !== group.dimension || filter.exclude !== group.exclude;
  });
  const { dimension, exclude } = group;
  return [...others, ...group.values.map((value) => writeFilter({ dimension, exclude, value }))];
}

/** Narrows to one value: earlier filters on the same dimension give way to it. */
export function narrowTo(filters: readonly string[], dimension: Dimension, value: string | null): string[] {
  const others = filters.filter((text) => parseFilter(text)?.dimension !== dimension);
  return [...others, writeFilter({ dimension, exclude: false, value })];
}
