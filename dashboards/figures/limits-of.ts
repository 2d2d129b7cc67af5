import { formatRange } from '../format/date.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';

/** What a table of collecting is limited to, by the words of a file's head: it knows of no filter. */
export function limitsOf({ range, timeZone }: Pick<View, 'range' | 'timeZone'>): Record<string, string> {
  const { csv } = words.costs;
  return { [csv.range]: formatRange(range, timeZone), [csv.zone]: timeZone };
}
