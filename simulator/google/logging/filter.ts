import { filterWords, UnreadableFilter, type FilterWord } from './filter-words.js';

export const COMPARISONS = ['=', '!=', '<', '<=', '>', '>=', ':', '=~', '!~'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A filter of the Logging query language, as far as the stand-in plays it. */
export type Filter =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'compare'; readonly path: string; readonly by: Comparison; readonly value: string }
  | { readonly kind: 'present'; readonly path: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'logId'; readonly value: string }
  | { readonly kind: 'sample'; readonly path: string; readonly share: number };

class Words {
  private at = 0;

  constructor(private readonly words: readonly FilterWord[]) {}

  peek(): FilterWord | undefined {
    return this.words[this.at];
  }

  isSign(text: string): boolean {
    const word = this.peek();
    return word?.kind === 'sign' && word.text === text;
  }

  isWord(text: string): boolean {
    const word = this.peek();
    return word?.kind === 'bare' && word.text === text;
  }

  take(): FilterWord {
    const word = this.words[this.at];
    if (word === undefined) throw new UnreadableFilter('unexpected end');
    this.at += 1;
    return word;
  }

  takeSign(text: string): void {
    if (!this.isSign(text)) throw new UnreadableFilter(`expected "${text}", got "${this.peek()?.text ?? 'the end'}"`);
    this.at += 1;
  }
}

/**
 * Read a filter. NOT binds most closely, then OR, then AND; what stands side by side is joined by AND.
 * https://docs.cloud.google.com/logging/docs/view/logging-query-language
 */
export function readFilter(text: string): Filter {
  const words = new Words(filterWords(text));
  if (words.peek() === undefined) return { kind: 'all', parts: [] };
  const filter = readAll(words);
  const rest = words.peek();
  if (rest !== undefined) throw new UnreadableFilter(`unexpected "${rest.text}"`);
  return filter;
}

function readAll(words: Words): Filter {
  const parts = [readAny(words)];
  while (words.peek() !== undefined && !words.isSign(')')) {
    if (words.isWord('AND')) words.take();
    parts.push(readAny(words));
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'all', parts };
}

function readAny(words: Words): Filter {
  const first = readOne(words);
  const parts = [first];
  while (words.isWord('OR')) {
    words.take();
    parts.push(readOne(words));
  }
  return parts.length === 1 ? first : { kind: 'any', parts };
}

function readOne(words: Words): Filter {
  if (words.isWord('NOT') || words.isSign('-')) {
    words.take();
    return { kind: 'not', part: readOne(words) };
  }
  if (words.isSign('(')) {
    words.take();
    const inner = readAll(words);
    words.takeSign(')');
    return inner;
  }
  const word = words.take();
  if (word.kind === 'sign') throw new UnreadableFilter(`unexpected "${word.text}"`);
  if (words.isSign('(')) return readFunction(word.text, words);
  const sign = words.peek();
  const by = sign?.kind === 'sign' ? COMPARISONS.find((known) => known === sign.text) : undefined;
  if (by === undefined) return { kind: 'text', value: word.text };
  words.take();
  return words.isSign('(') ? readChoices(word.text, by, words) : compare(word.text, by, words.take());
}

function compare(path: string, by: Comparison, word: FilterWord): Filter {
  if (word.kind === 'sign') throw new UnreadableFilter(`"${word.text}" is no value of ${path}`);
  if (by === ':' && word.kind === 'bare' && word.text === '*') return { kind: 'present', path };
  return { kind: 'compare', path, by, value: word.text };
}

/** `path=("a" OR "b")`. */
function readChoices(path: string, by: Comparison, words: Words): Filter {
  words.takeSign('(');
  const parts = [compare(path, by, words.take())];
  while (!words.isSign(')')) {
    const joint = words.take();
    if (joint.text !== 'OR') throw new UnreadableFilter(`expected OR, got "${joint.text}"`);
    parts.push(compare(path, by, words.take()));
  }
  words.takeSign(')');
  return { kind: 'any', parts };
}

function readFunction(name: string, words: Words): Filter {
  words.takeSign('(');
  const value = words.take().text;
  if (name === 'log_id') {
    words.takeSign(')');
    return { kind: 'logId', value };
  }
  if (name !== 'sample') throw new UnreadableFilter(`the stand-in does not play the function ${name}`);
  words.takeSign(',');
  const share = Number(words.take().text);
  words.takeSign(')');
  if (!(share >= 0 && share <= 1)) throw new UnreadableFilter('the fraction of sample() must be from 0 to 1');
  return { kind: 'sample', path: value, share };
}
