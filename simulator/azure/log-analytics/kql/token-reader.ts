import { KqlError, type KqlValue } from './values.js';
import { tokensOf, type Token } from './tokens.js';

/** Walks over the tokens of a query. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private next = 0;

  constructor(query: string) {
    this.tokens = tokensOf(query);
  }

  atEnd(): boolean {
    return this.next >= this.tokens.length;
  }

  /** Whether the next token is this name or sign. */
  at(text: string): boolean {
    const token = this.tokens[this.next];
    return token !== undefined && token.kind !== 'literal' && token.text === text;
  }

  atLiteral(): boolean {
    return this.tokens[this.next]?.kind === 'literal';
  }

  /** Go past this name or sign, if it is next. */
  accept(text: string): boolean {
    if (!this.at(text)) return false;
    this.next += 1;
    return true;
  }

  acceptOne(texts: readonly string[]): string | null {
    return texts.find((text) => this.accept(text)) ?? null;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(`"${text}"`);
  }

  name(): string {
    const token = this.tokens[this.next];
    if (token?.kind !== 'name') throw this.unexpected('a name');
    this.next += 1;
    return token.text;
  }

  literal(): KqlValue {
    return this.written().value;
  }

  /** A literal with its text. */
  written(): { readonly value: KqlValue; readonly text: string } {
    const token = this.tokens[this.next];
    if (token?.kind !== 'literal') throw this.unexpected('a literal');
    this.next += 1;
    return token;
  }

  /** Whether a name and a `=` come next, as in `extend name = …`. */
  atAssignment(): boolean {
    const sign = this.tokens[this.next + 1];
    return this.tokens[this.next]?.kind === 'name' && sign?.kind === 'sign' && sign.text === '=';
  }

  unexpected(expected: string): KqlError {
    const found = this.tokens[this.next]?.text ?? 'the end of the query';
    return new KqlError('SyntaxError', `Syntax Error: expected ${expected}, found ${found}`);
  }
}
