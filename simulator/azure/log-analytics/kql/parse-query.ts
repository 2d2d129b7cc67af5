// The part of the Kusto Query Language that the stand-in understands. Anything else is a 400 with code BadArgumentError.
//
//   query       union [isfuzzy=true] Table, Table… | operator | …      or      Table | operator | …
//   operators   where condition · extend name = expression, … · project name [= expression], … · project-away name, …
//               order by (or sort by) expression [asc|desc], … · take n (or limit n) · count
//               summarize [name =] aggregate(…), … [by [name =] expression, …]
//   conditions  == != =~ !~ < <= > >= · has contains startswith endswith · in (…) · between (a .. b) · and or not(…)
//   values      columns, members (a.b, a["b"]), strings, numbers, true, false, datetime(…), timespans (3d 15m), + and -
//   functions   ingestion_time() now() ago() column_ifexists() tostring() toint() tolong() todouble() tobool() todatetime()
//               parse_json() todynamic() coalesce() isempty() isnotempty() isnull() isnotnull() iff() iif() strcat()
//               tolower() bin()
//   aggregates  count() countif() dcount() sum() min() max()
//
// As in the service: `order by` without a direction is descending; a column that no row has brought yet cannot be named but
// through column_ifexists(); a table that has no row yet is an error, in `union isfuzzy=true` only if no other table has one;
// keywords and names are case-sensitive.
import { parseExpression } from './parse-expression.js';
import type { Expression, Named, Operator, Query } from './expressions.js';
import { TokenReader } from './token-reader.js';

/** A query as steps, or a KqlError for what is not understood. */
export function parseQuery(text: string): Query {
  const reader = new TokenReader(text);
  const { tables, fuzzy } = source(reader);
  const operators: Operator[] = [];
  while (reader.accept('|')) operators.push(operator(reader));
  if (!reader.atEnd()) throw reader.unexpected('"|"');
  return { tables, fuzzy, operators };
}

function source(reader: TokenReader): { tables: string[]; fuzzy: boolean } {
  if (!reader.accept('union')) return { tables: [reader.name()], fuzzy: false };
  let fuzzy = false;
  if (reader.accept('isfuzzy')) {
    reader.expect('=');
    fuzzy = reader.literal() === true;
  }
  return { tables: separated(reader, () => reader.name()), fuzzy };
}

function operator(reader: TokenReader): Operator {
  const name = reader.name();
  if (name === 'where') return { is: 'where', condition: parseExpression(reader) };
  if (name === 'extend' || name === 'project') return { is: name, columns: separated(reader, () => named(reader)) };
  if (name === 'project-away') return { is: 'projectAway', names: separated(reader, () => reader.name()) };
  if (name === 'order' || name === 'sort') {
    reader.expect('by');
    return { is: 'order', by: separated(reader, () => ordered(reader)) };
  }
  if (name === 'take' || name === 'limit') return { is: 'take', rows: Number(reader.literal()) };
  if (name === 'count') return { is: 'count' };
  if (name === 'summarize') return summarize(reader);
  throw reader.unexpected(`an operator that the stand-in knows instead of "${name}"`);
}

function separated<Item>(reader: TokenReader, read: () => Item): Item[] {
  const items = [read()];
  while (reader.accept(',')) items.push(read());
  return items;
}

function ordered(reader: TokenReader): { expression: Expression; descending: boolean } {
  const expression = parseExpression(reader);
  return { expression, descending: reader.acceptOne(['asc', 'desc']) !== 'asc' };
}

function named(reader: TokenReader): Named {
  if (!reader.atAssignment()) {
    const expression = parseExpression(reader);
    return { name: nameOf(expression), expression };
  }
  const name = reader.name();
  reader.expect('=');
  return { name, expression: parseExpression(reader) };
}

/** The column that an expression makes when nobody names it: `count_`, `max_TimeGenerated`, `properties_s_modelName`. */
function nameOf(expression: Expression): string {
  if (expression.is === 'column') return expression.name;
  if (expression.is === 'member') return `${nameOf(expression.of)}_${expression.name}`;
  if (expression.is !== 'call') return 'Column1';
  const [argument] = expression.args;
  return `${expression.name}_${argument?.is === 'column' ? argument.name : ''}`;
}

function summarize(reader: TokenReader): Operator {
  const columns = reader.at('by') ? [] : separated(reader, () => named(reader));
  const by = reader.accept('by') ? separated(reader, () => named(reader)) : [];
  return { is: 'summarize', columns, by };
}
