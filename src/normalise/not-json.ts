/** Two commas and no braces before the first: a line of a table, as the clouds' consoles offer to download them. */
const LINE_OF_CSV = /^[^{[]*,[^{[]*,/;

/** Why a text is no log record, without a word of it, which may be a prompt. */
export function notJsonWords(text: string): string {
  const length = `${text.length} characters that are not JSON`;
  return LINE_OF_CSV.test(text.slice(0, 4096))
    ? `${length}; it looks like a line of CSV, which leaves out what records nest: export them as JSON`
    : length;
}
