/** Says whether a text matches a pattern in which `*` stands for any characters, also none. Takes time in line with the text. */
export type Glob = (text: string) => boolean;

/** Patterns are compiled once and matched often. No regular expression: a pattern cannot make a long text slow. */
export function compileGlob(pattern: string): Glob {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return (text) => text === pattern;
  const last = rest.pop() ?? '';
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}
