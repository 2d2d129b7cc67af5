import { readModelName } from '../model-id.js';

const FAMILY = 'opus|sonnet|haiku|fable|mythos';
const VERSION = String.raw`\d+(?:[.-]\d+)?`;
/** `Claude4.6Opus`, `claude-opus-4-8`, `Claude Sonnet 4.6 (Amazon Bedrock Edition)`. */
const VERSION_FIRST = new RegExp(`claude[ -]?(${VERSION})[ -]?(${FAMILY})`, 'i');
const FAMILY_FIRST = new RegExp(`claude[ -]?(${FAMILY})[ -]?(${VERSION})`, 'i');

/** The canonical id of the model that words of a bill name, or `null`. Bills write versions before or after the family. */
export function billedModel(words: string): string | null {
  const [, familyFirst, versionLast] = FAMILY_FIRST.exec(words) ?? [];
  const [, versionFirst, familyLast] = VERSION_FIRST.exec(words) ?? [];
  const family = (familyFirst ?? familyLast)?.toLowerCase();
  const version = (versionLast ?? versionFirst)?.replace('.', '-');
  if (family === undefined || version === undefined) return null;
  // Until version 3 the family stood last in the id, too.
  return readModelName(`claude-${family}-${version}`).model ?? readModelName(`claude-${version}-${family}`).model;
}

/** Whether words of a bill are about Claude at all. */
export function looksLikeClaude(...words: readonly (string | null)[]): boolean {
  return words.some((text) => text !== null && /claude|anthropic/i.test(text));
}
