import { invalidQuery, sqlWords, type SqlWord } from './sql-words.js';

export const SQL_COMPARISONS = ['=', '!=', '<>', '<', '<=', '>', '>='] as const;
export type SqlComparison = (typeof SQL_COMPARISONS)[number];

/** An expression of a query. */
export type Expression =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'timestamp'; readonly of: Expression }
  | { readonly kind: 'cast'; readonly of: Expression; readonly to: string }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] }
  | { readonly kind: 'compare'; readonly left: Expression; readonly by: SqlComparison; readonly right: Expression }
  | { readonly kind: 'isNull'; readonly of: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[] };

/** The family of queries that the stand-in plays: one table, filtered, sorted and cut off. */
export interface Query {
  /** `null`: all columns. */
  readonly select: readonly { readonly what: Expression; readonly name: string }[] | null;
  readonly from: string;
  readonly where: Expression | null;
  readonly orderBy: readonly { readonly by: Expression; readonly descending: boolean }[];
  readonly limit: Expression | null;
}

/** Read a query. What the stand-in does not play is answered as BigQuery answers what it cannot parse. */
export function readQuery(sql: string): Query {
  return new QueryReader(sqlWords(sql)).query();
}

class QueryReader {
  private at = 0;

  constructor(private readonly words: readonly SqlWord[]) {}

  query(): Query {
    this.takeName('SELECT');
    const select = this.selection();
    this.takeName('FROM');
    const from = this.table();
    const where = this.isName('WHERE') ? this.after('WHERE', () => this.either()) : null;
    const orderBy = this.isName('ORDER') ? this.order() : [];
    const limit = this.isName('LIMIT') ? this.after('LIMIT', () => this.single()) : null;
    if (this.isSign(';')) this.take();
    const rest = this.words[this.at];
    if (rest !== undefined)
      throw invalidQuery(
        `Syntax error: Unexpected "${rest.text}" (the stand-in plays one table, WHERE, ORDER BY and LIMIT)`,
      );
    return { select, from, where, orderBy, limit };
  }

  private selection(): Query['select'] {
    if (this.isSign('*')) {
      this.take();
      return null;
    }
    return this.list(() => {
      const what = this.single();
      if (!this.isName('AS')) return { what, name: what.kind === 'column' ? what.name : 'f0_' };
      this.take();
      return { what, name: this.take().text };
    });
  }

  /** `project.dataset.table` between backticks, each part between its own, or without any. */
  private table(): string {
    let name = this.take().text;
    while (this.isSign('.')) {
      this.take();
      name += `.${this.take().text}`;
    }
    return name;
  }

  private order(): Query['orderBy'] {
    this.takeName('ORDER');
    this.takeName('BY');
    return this.list(() => {
      const by = this.single();
      const descending = this.isName('DESC');
      if (descending || this.isName('ASC')) this.take();
      return { by, descending };
    });
  }

  private either(): Expression {
    const of = [this.every()];
    while (this.isName('OR')) of.push(this.after('OR', () => this.every()));
    return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'or', of };
  }

  private every(): Expression {
    const of = [this.condition()];
    while (this.isName('AND')) of.push(this.after('AND', () => this.condition()));
    return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'and', of };
  }

  private condition(): Expression {
    if (this.isName('NOT')) return { kind: 'not', of: this.after('NOT', () => this.condition()) };
    const left = this.single();
    if (this.isName('IS')) {
      this.take();
      const negated = this.isName('NOT');
      if (negated) this.take();
      this.takeName('NULL');
      return negated ? { kind: 'not', of: { kind: 'isNull', of: left } } : { kind: 'isNull', of: left };
    }
    const sign = this.words[this.at];
    const by = sign?.kind === 'sign' ? SQL_COMPARISONS.find((known) => known === sign.text) : undefined;
    if (by === undefined) return left;
    this.take();
    return { kind: 'compare', left, by, right: this.single() };
  }

  private single(): Expression {
    if (this.isSign('(')) {
      this.take();
      const inner = this.either();
      this.takeSign(')');
      return inner;
    }
    const word = this.take();
    if (word.kind === 'parameter') return { kind: 'parameter', name: word.text };
    if (word.kind === 'text') return { kind: 'text', value: word.text };
    if (word.kind === 'number') return { kind: 'number', value: word.text };
    if (word.kind === 'sign') throw invalidQuery(`Syntax error: Unexpected "${word.text}"`);
    if (word.kind === 'quotedName') return { kind: 'column', name: word.text };
    const name = word.text.toUpperCase();
    if (name === 'TIMESTAMP' && this.words[this.at]?.kind === 'text') return { kind: 'timestamp', of: this.single() };
    if (!this.isSign('(')) return { kind: 'column', name: word.text };
    this.take();
    return this.call(name);
  }

  private call(name: string): Expression {
    if (name === 'CAST') {
      const of = this.single();
      this.takeName('AS');
      const to = this.take().text.toUpperCase();
      this.takeSign(')');
      return { kind: 'cast', of, to };
    }
    if (name === 'COUNT' && this.isSign('*')) {
      this.take();
      this.takeSign(')');
      return { kind: 'call', name, of: [] };
    }
    const of = this.isSign(')') ? [] : this.list(() => this.single());
    this.takeSign(')');
    const [only] = of;
    return name === 'TIMESTAMP' && only !== undefined ? { kind: 'timestamp', of: only } : { kind: 'call', name, of };
  }

  private list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.isSign(',')) {
      this.take();
      items.push(read());
    }
    return items;
  }

  private after<Result>(name: string, read: () => Result): Result {
    this.takeName(name);
    return read();
  }

  private isName(name: string): boolean {
    const word = this.words[this.at];
    return word?.kind === 'name' && word.text.toUpperCase() === name;
  }

  private isSign(text: string): boolean {
    const word = this.words[this.at];
    return word?.kind === 'sign' && word.text === text;
  }

  private take(): SqlWord {
    const word = this.words[this.at];
    if (word === undefined) throw invalidQuery('Syntax error: Unexpected end of script');
    this.at += 1;
    return word;
  }

  private takeName(name: string): void {
    if (!this.isName(name))
      throw invalidQuery(
        `Syntax error: Expected keyword ${name} but got "${this.words[this.at]?.text ?? 'end of script'}"`,
      );
    this.at += 1;
  }

  private takeSign(text: string): void {
    if (!this.isSign(text))
      throw invalidQuery(`Syntax error: Expected "${text}" but got "${this.words[this.at]?.text ?? 'end of script'}"`);
    this.at += 1;
  }
}
