import { KqlError, Ticks, type KqlValue } from './values.js';

/** A piece of a query: a name, a literal with its value, or a sign. */
export type Token =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: string; readonly value: KqlValue }
  | { readonly kind: 'sign'; readonly text: string };

const MS_OF_UNIT: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** What a token may look like, tried in this order. */
const SHAPES: readonly (readonly [RegExp, (match: RegExpExecArray) => Token | null])[] = [
  [/(?:\s+|\/\/[^\n]*)/y, () => null],
  [/datetime\(\s*["']?([^)"']*?)["']?\s*\)/y, ([text, at]) => literal(text, timeOf(at ?? ''))],
  [/(\d+(?:\.\d+)?)(ms|[dhms])\b/y, ([text, count, unit]) => literal(text, lengthOf(Number(count), unit ?? ''))],
  [/\d+(?:\.(?!\.)\d+)?/y, ([text]) => literal(text, Number(text))],
  [/"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/y, ([text, a, b]) => literal(text, unescaped(a ?? b ?? ''))],
  [/(?:true|false)\b/y, ([text]) => literal(text, text === 'true')],
  [/[A-Za-z_$][\w$]*(?:-away\b)?/y, ([text]) => ({ kind: 'name', text })],
  [/\.\.|==|!=|=~|!~|<=|>=|[|()[\],.=<>+-]/y, ([text]) => ({ kind: 'sign', text })],
];

function literal(text: string, value: KqlValue): Token {
  return { kind: 'literal', text, value };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function lengthOf(count: number, unit: string): Ticks {
  return new Ticks(BigInt(Math.round(count * (MS_OF_UNIT[unit] ?? 0) * 10_000)), 'timespan');
}

/** An instant with up to seven digits of a second; without a zone it is UTC. */
function timeOf(text: string): KqlValue {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,7}))?)?Z?$/.exec(text);
  const at = parts === null ? Number.NaN : Date.parse(`${parts[1]}T${parts[2] ?? '00:00:00'}Z`);
  if (Number.isNaN(at)) throw new KqlError('SyntaxError', `Syntax Error: datetime(${text}) is not a time`);
  return new Ticks(BigInt(at) * 10_000n + BigInt((parts?.[3] ?? '').padEnd(7, '0')));
}

/** A query cut into tokens. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const before = at;
    for (const [shape, read] of SHAPES) {
      shape.lastIndex = at;
      const match = shape.exec(query);
      if (match === null) continue;
      const token = read(match);
      if (token !== null) tokens.push(token);
      at += match[0].length;
      break;
    }
    if (at === before) throw new KqlError('SyntaxError', `Syntax Error at "${query.slice(at, at + 20)}"`);
  }
  return tokens;
}
