import { GoogleError } from '../google-error.js';

/** A word of a query. */
export interface SqlWord {
  readonly kind: 'name' | 'quotedName' | 'text' | 'number' | 'parameter' | 'sign';
  readonly text: string;
}

/** BigQuery's answer to a query that it, or the stand-in, does not understand. */
export function invalidQuery(message: string): GoogleError {
  return new GoogleError('INVALID_ARGUMENT', message, 'invalidQuery');
}

const WORD =
  /\s*(?:(--[^\n]*|#[^\n]*)|`([^`]+)`|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|@(\w+)|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(<=|>=|!=|<>|[=<>(),*.;]))/y;

export function sqlWords(sql: string): SqlWord[] {
  const words: SqlWord[] = [];
  let at = 0;
  while (sql.slice(at).trim() !== '') {
    WORD.lastIndex = at;
    const found = WORD.exec(sql);
    if (found === null) throw invalidQuery(`Syntax error: Unexpected "${sql.slice(at).trim().slice(0, 20)}"`);
    const [whole, comment, quotedName, single, double, parameter, number, name, sign] = found;
    const text = single ?? double;
    if (quotedName !== undefined) words.push({ kind: 'quotedName', text: quotedName });
    else if (text !== undefined) words.push({ kind: 'text', text: text.replaceAll(/\\(.)/g, '$1') });
    else if (parameter !== undefined) words.push({ kind: 'parameter', text: parameter });
    else if (number !== undefined) words.push({ kind: 'number', text: number });
    else if (name !== undefined) words.push({ kind: 'name', text: name });
    else if (sign !== undefined) words.push({ kind: 'sign', text: sign });
    else if (comment === undefined) throw invalidQuery('Syntax error');
    at += whole.length;
  }
  return words;
}
