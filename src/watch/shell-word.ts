/** A word for a POSIX shell. Names come from the cloud: whatever they hold, they stay one word. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
