/** A word of a filter: a name, path or bare value, a quoted text, or a sign. */
export interface FilterWord {
  readonly kind: 'bare' | 'quoted' | 'sign';
  readonly text: string;
}

/** A filter that cannot be read; entries.list answers it with INVALID_ARGUMENT. */
export class UnreadableFilter extends Error {
  constructor(message: string) {
    super(`Unparseable filter: ${message}`);
  }
}

const WORD =
  /\s*(?:(--[^\n]*)|"((?:[^"\\]|\\.)*)"|(=~|!~|<=|>=|!=|[=<>:(),-])|((?:[^\s"=<>!:(),]|(?<=\d\d):(?=\d\d))+))/y;

/** The words of a filter. A colon between two digits belongs to a time of day. */
export function filterWords(filter: string): FilterWord[] {
  const words: FilterWord[] = [];
  let at = 0;
  while (filter.slice(at).trim() !== '') {
    WORD.lastIndex = at;
    const found = WORD.exec(filter);
    if (found === null) throw new UnreadableFilter(`syntax error at position ${at}`);
    const [whole, comment, quoted, sign, bare] = found;
    if (quoted !== undefined) words.push({ kind: 'quoted', text: quoted.replaceAll(/\\(.)/g, '$1') });
    else if (sign !== undefined) words.push({ kind: 'sign', text: sign });
    else if (bare !== undefined) words.push({ kind: 'bare', text: bare });
    else if (comment === undefined) throw new UnreadableFilter(`syntax error at position ${at}`);
    at += whole.length;
  }
  return words;
}
