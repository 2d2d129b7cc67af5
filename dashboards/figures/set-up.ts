import type { Source, SourceKind, VerdictAction } from '../api/generated/types.gen.js';

/** What was typed, by the keys of a kind's fields. */
export type Typed = Readonly<Record<string, string>>;

/** A text with `<key>` replaced by what was typed. Of a field that may be left empty, the slash after it goes too. */
export function filledIn(text: string, { fields }: Pick<SourceKind, 'fields'>, typed: Typed): string {
  return fields.reduce((filled, { key, required }) => {
    const value = typed[key]?.trim() ?? '';
    if (value !== '') return filled.replaceAll(`<${key}>`, value);
    return required ? filled : filled.replaceAll(`<${key}>/`, '').replaceAll(`<${key}>`, '');
  }, text);
}

export function filledAction(action: VerdictAction, kind: SourceKind, typed: Typed): VerdictAction {
  const fill = (text: string | null) => (text === null ? null : filledIn(text, kind, typed));
  return { words: filledIn(action.words, kind, typed), command: fill(action.command), policy: fill(action.policy) };
}

/**
 * The entry of the configuration that was typed; keys with a dot are of an object within, after `[]` of the only one of a
 * list. What is empty is left out.
 */
export function entryOf(kind: Pick<SourceKind, 'kind' | 'fields'>, typed: Typed): Record<string, unknown> {
  const entry: Record<string, unknown> = {};
  const within = new Map<string, Record<string, string>>();
  for (const { key, form } of kind.fields) {
    const value = typed[key]?.trim() ?? '';
    if (value === '') continue;
    const [outer = key, inner] = key.split('.');
    // What is no number goes as it was typed, so that the rules of the file say what is wrong with it.
    if (inner === undefined) entry[key] = form === 'wholeNumber' && /^\d+$/.test(value) ? Number(value) : value;
    else within.set(outer, { ...within.get(outer), [inner]: value });
  }
  const { id, ...rest } = entry;
  return {
    ...(id === undefined ? {} : { id }),
    kind: kind.kind,
    ...rest,
    ...Object.fromEntries([...within].map(inItsForm)),
  };
}

function inItsForm([outer, value]: [string, Record<string, string>]): [string, unknown] {
  return outer.endsWith('[]') ? [outer.slice(0, -2), [value]] : [outer, value];
}

/** Whether everything that is needed was typed. */
export function isComplete({ fields }: Pick<SourceKind, 'fields'>, typed: Typed): boolean {
  return fields.every(({ key, required }) => !required || (typed[key]?.trim() ?? '') !== '');
}

/** Whether there are sources, and none of them has read its history yet. */
export function isFirstCollection(sources: readonly Source[]): boolean {
  return (
    sources.length > 0 &&
    sources.every(
      ({ state, historyDoneDays, historyDays }) => state !== 'ok' && state !== 'late' && historyDoneDays < historyDays,
    )
  );
}
