import type { Normalised } from '../../usage/normalised.js';
import { countIn, isCount, type JsonObject } from '../json-value.js';
import type { Counters } from './tokens.js';

/** A record that is something else than an invocation, said in words that hold nothing of it. */
export function foreignRecord(record: JsonObject): Normalised | null {
  const schema = record['schemaType'];
  if (schema !== undefined && schema !== 'ModelInvocationLog') {
    return rejected('otherSchema', 'The `schemaType` is not "ModelInvocationLog".');
  }
  if (schema !== undefined || 'modelId' in record || 'requestId' in record) return null;
  const what =
    'logStreams' in record
      ? 'It is an answer of DescribeLogStreams.'
      : 'logGroups' in record
        ? 'It is an answer of DescribeLogGroups.'
        : 'eventSource' in record
          ? 'It is a CloudTrail event, which carries no token counts.'
          : 'events' in record || 'results' in record
            ? 'It is a whole answer of CloudWatch Logs: import its entries one by one.'
            : 'It has neither `schemaType` nor `modelId` nor `requestId`.';
  return rejected('notAnInvocationLog', `The record is not of a model invocation log. ${what}`);
}

/** Identifiers become keys in the database: short, printable ASCII, as the clouds' own are. Anything else is none. */
const IDENTIFIER = /^[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?$/;

export function identifierIn(record: JsonObject, key: string): string | null {
  const value = record[key];
  return typeof value === 'string' && IDENTIFIER.test(value) ? value : null;
}

export function absent(key: string, record: JsonObject): string {
  const value = record[key];
  if (value === undefined || value === null || value === '') return `The record has no \`${key}\`.`;
  return `The record's \`${key}\` is not an identifier (${typeof value === 'string' ? `${value.length} characters of text` : typeof value}).`;
}

const COUNTERS = [
  ['input', 'inputTokenCount'],
  ['input', 'cacheReadInputTokenCount'],
  ['input', 'cacheWriteInputTokenCount'],
  ['output', 'outputTokenCount'],
] as const;

/** A counter that is there but is no count, in words; `null` when all are sound or absent. */
export function damagedCounter(input: JsonObject | null, output: JsonObject | null): string | null {
  for (const [part, key] of COUNTERS) {
    const value = (part === 'input' ? input : output)?.[key];
    if (value === undefined || value === null || isCount(value)) continue;
    const seen = typeof value === 'number' ? `the number ${value}` : `of type ${typeof value}`;
    return `\`${part}.${key}\` is ${seen}, not a whole number of tokens from 0 to 1,000,000,000.`;
  }
  return null;
}

export function countersOf(input: JsonObject | null, output: JsonObject | null): Counters {
  return {
    input: countIn(input, 'inputTokenCount'),
    cacheRead: countIn(input, 'cacheReadInputTokenCount'),
    cacheWrite: countIn(input, 'cacheWriteInputTokenCount'),
    output: countIn(output, 'outputTokenCount'),
  };
}

/** `detail` never holds text of the record's bodies. */
export function rejected(reason: string, detail: string): Normalised {
  return { rejected: { reason, detail } };
}
