/** A meter of a bill, with every category and every sub-category that charges of it stand in. */
export interface MeterWords {
  readonly meter: string;
  readonly categories: readonly string[];
  readonly subCategories: readonly string[];
}

/**
 * Whether a meter is one of Claude's: its name says so, or all its categories or all its sub-categories do. What the meter of
 * consumption units is called has not been published, only that it stands under the offer “Claude Platform on Foundry”; older
 * meters are named after the model. A category that holds others' charges under the same name decides nothing.
 * https://learn.microsoft.com/azure/ai-foundry/foundry-models/how-to/claude-models-billing
 */
export function isClaudeMeter(
  { meter, categories, subCategories }: MeterWords,
  meterFilter: readonly string[],
): boolean {
  const isNamed = (text: string) => meterFilter.some((word) => beginsAWord(text, word));
  const areNamed = (texts: readonly string[]) => texts.length > 0 && texts.every(isNamed);
  return isNamed(meter) || areNamed(categories) || areNamed(subCategories);
}

/** In any case, and at the beginning of a word: CCU is in “CCUs”, and not in “Occupancy”. */
function beginsAWord(text: string, word: string): boolean {
  const [within, wanted] = [text.toLowerCase(), word.toLowerCase()];
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at + 1)) {
    if (at === 0 || !/[a-z0-9]/.test(within.charAt(at - 1))) return true;
  }
  return false;
}
