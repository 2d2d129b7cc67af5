import type { Expression } from './expressions.js';
import type { TokenReader } from './token-reader.js';
import { textOf } from './values.js';

const COMPARISONS = ['==', '!=', '=~', '!~', '<=', '>=', '<', '>'];
/** String operators that are spelled as words. */
const WORD_COMPARISONS = ['has', 'contains', 'startswith', 'endswith'];

function binary(sign: string, left: Expression, right: Expression): Expression {
  return { is: 'binary', sign, left, right };
}

/** An expression from where the reader stands: `or` binds weakest, then `and`, comparisons, sums, members. */
export function parseExpression(reader: TokenReader): Expression {
  let left = conjunction(reader);
  while (reader.accept('or')) left = binary('or', left, conjunction(reader));
  return left;
}

function conjunction(reader: TokenReader): Expression {
  let left = comparison(reader);
  while (reader.accept('and')) left = binary('and', left, comparison(reader));
  return left;
}

function comparison(reader: TokenReader): Expression {
  const value = sum(reader);
  const sign = reader.acceptOne([...COMPARISONS, ...WORD_COMPARISONS]);
  if (sign !== null) return binary(sign, value, sum(reader));
  if (reader.accept('in')) return { is: 'in', value, list: list(reader), negated: false };
  if (reader.accept('between')) {
    reader.expect('(');
    const low = sum(reader);
    reader.expect('..');
    const high = sum(reader);
    reader.expect(')');
    return { is: 'between', value, low, high };
  }
  return value;
}

function sum(reader: TokenReader): Expression {
  let left = primary(reader);
  for (;;) {
    const sign = reader.acceptOne(['+', '-']);
    if (sign === null) return left;
    left = binary(sign, left, primary(reader));
  }
}

function list(reader: TokenReader): Expression[] {
  reader.expect('(');
  const items: Expression[] = [];
  while (!reader.accept(')')) {
    items.push(parseExpression(reader));
    if (!reader.accept(',')) {
      reader.expect(')');
      break;
    }
  }
  return items;
}

function primary(reader: TokenReader): Expression {
  let expression = first(reader);
  for (;;) {
    if (reader.accept('.')) expression = { is: 'member', of: expression, name: reader.name() };
    else if (reader.accept('[')) {
      expression = { is: 'member', of: expression, name: textOf(reader.literal()) };
      reader.expect(']');
    } else return expression;
  }
}

function first(reader: TokenReader): Expression {
  if (reader.accept('(')) {
    const inner = parseExpression(reader);
    reader.expect(')');
    return inner;
  }
  if (reader.atLiteral()) {
    const { value, text } = reader.written();
    return { is: 'literal', value, real: typeof value === 'number' && text.includes('.') };
  }
  const name = reader.name();
  return reader.at('(') ? { is: 'call', name, args: list(reader) } : { is: 'column', name };
}
