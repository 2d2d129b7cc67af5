import { DIMENSIONS, isDimension, type Dimension, type Filter } from '../../store/questions/dimensions.js';

/**
 * `dimension=value` and `dimension!=value` as filters, one per dimension and sense: several values of a dimension are
 * alternatives. An empty value stands for unknown.
 */
export function parseFilters(texts: readonly string[]): { filters: Filter[] } | { error: string } {
  const filters = new Map<string, { dimension: Dimension; exclude: boolean; values: (string | null)[] }>();
  for (const text of texts) {
    const [, name, operator, value] = /^([^=!]*)(!?=)(.*)$/s.exec(text) ?? [];
    if (name === undefined || operator === undefined || value === undefined) {
      return { error: `"${text}" is not a filter: write dimension=value or dimension!=value.` };
    }
    if (!isDimension(name)) {
      return { error: `"${name}" in "${text}" is not a dimension. Dimensions: ${DIMENSIONS.join(', ')}.` };
    }
    const key = name + operator;
    const filter = filters.get(key) ?? { dimension: name, exclude: operator === '!=', values: [] };
    filter.values.push(value === '' ? null : value);
    filters.set(key, filter);
  }
  return { filters: [...filters.values()] };
}
