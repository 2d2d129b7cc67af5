import { z } from 'zod';
import { CONTENT_MODES } from '../../usage/content.js';
import { EnvironmentKeys } from '../keys/environment-keys.js';
import { MAKE_A_KEY, readKeyText } from '../keys/key-text.js';
import type { ConfigDocument, Path } from './document.js';
import { nearest } from './nearest.js';

/** Whether prompts and completions are kept; said for all sources, and for one source otherwise. */
export const contentModeSchema = z.enum(CONTENT_MODES, {
  error: ({ input }) => {
    const meant = nearest(String(input), CONTENT_MODES);
    const suggestion = meant ? `; did you mean "${meant}"?` : '';
    return `"${String(input)}" is not a way to keep contents: ${CONTENT_MODES.join(', ')}${suggestion}`;
  },
});

/** The section `contents`. Its keys leave here as something that can use them and shows nothing of them. */
export function contentsSchema(isReferenced: (text: string) => boolean) {
  const key = z.string().transform((text, context) => {
    // A variable that is not set has been reported where the reference stands.
    if (isReferenced(text) && text.startsWith('${env:')) return Buffer.alloc(0);
    const read = isReferenced(text) ? readKeyText(text) : { problem: LITERAL_KEY };
    if ('bytes' in read) return read.bytes;
    context.addIssue({ code: 'custom', message: read.problem });
    return z.NEVER;
  });
  return z
    .strictObject({
      mode: contentModeSchema.default('off'),
      retentionDays: z.int().min(1).max(3650).default(30),
      key: key.optional(),
      previousKeys: z.array(key).default([]),
    })
    .prefault({})
    .transform(({ mode, retentionDays, key: current, previousKeys }) => ({
      mode,
      retentionDays,
      keys: current === undefined ? null : new EnvironmentKeys(current, previousKeys),
    }));
}

const LITERAL_KEY =
  'a key must not stand in this file: write ${env:LEDGERLINE_CONTENT_KEY} and set it in the environment; ' + MAKE_A_KEY;

const asked = z.looseObject({
  contents: z.looseObject({ mode: z.unknown(), key: z.unknown(), previousKeys: z.unknown() }).partial().optional(),
  sources: z.array(z.looseObject({ contents: z.unknown() }).catch({ contents: undefined })).optional(),
});

const keeps = (mode: unknown) => mode === 'full' || mode === 'redacted';

/** Contents are kept encrypted or not at all: whoever asks for them needs a key. Reported beside other mistakes. */
export function reportMissingContentKey(document: ConfigDocument): void {
  const { data } = asked.safeParse(document.value);
  if (data === undefined || data.contents?.key !== undefined) return;
  const need = (path: Path, what: string) =>
    document.report(
      path,
      `${what} needs contents.key, because contents are only kept encrypted: ${MAKE_A_KEY}, set it as ` +
        'LEDGERLINE_CONTENT_KEY, and write key: ${env:LEDGERLINE_CONTENT_KEY}',
    );
  if (keeps(data.contents?.mode)) need(['contents', 'mode'], `"${data.contents.mode}"`);
  for (const [index, { contents }] of (data.sources ?? []).entries()) {
    if (keeps(contents)) need(['sources', index, 'contents'], `"${contents}"`);
  }
  if (data.contents?.previousKeys !== undefined) need(['contents', 'previousKeys'], 'a key of the past');
}
