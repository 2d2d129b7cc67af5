import { RestError } from '../rest/rest.js';

/** A `$filter` read: which dimensions split the series, and which values are let through. */
export interface DimensionFilter {
  readonly splitBy: readonly string[];
  readonly lets: (valueOf: (dimension: string) => string) => boolean;
}

interface Condition {
  readonly dimension: string;
  readonly equal: boolean;
  /** `*`: any value, which only splits. */
  readonly value: string;
}

function refused(filter: string, why: string): RestError {
  return new RestError(400, 'BadRequest', `Invalid filter "${filter}": ${why}`);
}

function conditionOf(text: string, filter: string, known: readonly string[]): Condition {
  const parts = /^\s*(\w+)\s+(eq|ne)\s+'((?:[^']|'')*)'\s*$/i.exec(text);
  if (parts === null) throw refused(filter, `"${text}" is not of the form Dimension eq 'value'`);
  const [, name = '', sign = '', value = ''] = parts;
  const dimension = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (dimension === undefined) throw refused(filter, `${name} is none of ${known.join(', ')}`);
  return { dimension, equal: sign.toLowerCase() === 'eq', value: value.replaceAll("''", "'") };
}

/** `A eq '*' and (B eq 'x' or B eq 'y')`: every dimension that is named splits the answer. */
export function readFilter(filter: string, known: readonly string[]): DimensionFilter {
  if (filter.trim() === '') return { splitBy: [], lets: () => true };
  const groups = filter.split(/\band\b/i).map((group) =>
    group
      .trim()
      .replace(/^\((.*)\)$/, '$1')
      .split(/\bor\b/i)
      .map((text) => conditionOf(text, filter, known)),
  );
  const splitBy = [...new Set(groups.flat().map(({ dimension }) => dimension))];
  return {
    splitBy,
    lets: (valueOf) =>
      groups.every((group) =>
        group.some(
          ({ dimension, equal, value }) =>
            value === '*' || (valueOf(dimension).toLowerCase() === value.toLowerCase()) === equal,
        ),
      ),
  };
}
