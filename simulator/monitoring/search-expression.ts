import { AwsError } from '../aws/aws-json.js';
import type { Metric } from './metered-hours.js';

type Test = (metric: Metric) => boolean;

/** A SEARCH expression that was understood. */
export interface Search {
  readonly matches: Test;
  readonly stat: string;
  readonly periodSeconds: number | undefined;
}

const SEARCH = /^\s*SEARCH\s*\(\s*'\s*\{\s*([^}]*?)\s*\}\s*([^']*)'\s*,\s*'(\w+)'\s*(?:,\s*(\d+)\s*)?\)\s*$/s;
const TOKENS = /"[^"]*"|[()=]|[^\s()="]+/g;

/** The words of a search, read from left to right. */
class Words {
  private next = 0;

  constructor(private readonly words: readonly string[]) {}

  peek(): string | undefined {
    return this.words[this.next];
  }

  take(): string | undefined {
    this.next += 1;
    return this.words[this.next - 1];
  }

  takes(word: string): boolean {
    if (this.peek() !== word) return false;
    this.next += 1;
    return true;
  }
}

/** What a term is looked for in: the metric's name, its model, or both. */
type Fields = (metric: Metric) => readonly string[];

const ALL: Test = () => true;
const ANY: Fields = ({ name, modelId }) => [name, modelId];

function fieldsNamed(property: string): Fields {
  if (property === 'MetricName') return ({ name }) => [name];
  if (property === 'ModelId') return ({ modelId }) => [modelId];
  return () => [];
}

/** A term in quotes is the whole of a field, one without is a part of it. */
function term(word: string, fields: Fields): Test {
  if (word.startsWith('"')) return (metric) => fields(metric).includes(word.slice(1, -1));
  const part = word.toLowerCase();
  return (metric) => fields(metric).some((field) => field.toLowerCase().includes(part));
}

function either(words: Words, fields: Fields): Test {
  let test = both(words, fields);
  while (words.takes('OR')) {
    const [left, right] = [test, both(words, fields)];
    test = (metric) => left(metric) || right(metric);
  }
  return test;
}

function both(words: Words, fields: Fields): Test {
  let test = ALL;
  for (;;) {
    const word = words.peek();
    if (word === undefined || word === ')' || word === 'OR') return test;
    if (words.takes('AND')) continue;
    const [left, right] = [test, single(words, fields)];
    test = (metric) => left(metric) && right(metric);
  }
}

function single(words: Words, fields: Fields): Test {
  if (words.takes('NOT')) {
    const test = single(words, fields);
    return (metric) => !test(metric);
  }
  if (words.takes('(')) {
    const test = either(words, fields);
    words.takes(')');
    return test;
  }
  const word = words.take() ?? '';
  return words.takes('=') ? single(words, fieldsNamed(word)) : term(word, fields);
}

/**
 * A SEARCH expression over `{AWS/Bedrock,ModelId}`; other schemas find nothing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function readSearch(expression: string): Search {
  const [, schema, query = '', stat, period] = SEARCH.exec(expression) ?? [];
  if (schema === undefined || stat === undefined) {
    throw new AwsError('ValidationError', `The stand-in evaluates SEARCH expressions only, not ${expression}`);
  }
  const isBedrock = schema.replaceAll(/[\s"]/g, '') === 'AWS/Bedrock,ModelId';
  const test = either(new Words(query.match(TOKENS) ?? []), ANY);
  return {
    matches: (metric) => isBedrock && test(metric),
    stat,
    periodSeconds: period === undefined ? undefined : Number(period),
  };
}
