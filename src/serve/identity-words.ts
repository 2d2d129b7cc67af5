import { z } from 'zod';

const identitySchema = z.object({
  how: z.enum(['record', 'sharedId', 'time', 'agreed', 'likeliest', 'ambiguous', 'absent']),
  confidence: z.number(),
  candidates: z.number(),
});

const WORDS: Readonly<Record<z.output<typeof identitySchema>['how'], (candidates: number) => string>> = {
  record: () => 'The log that gave the figures names the caller.',
  sharedId: () => 'An entry with the same id, of a log that names callers, names this one.',
  time: () =>
    'The only entry of a log that names callers which fits the call by time, place, model and method names this one.',
  agreed: (candidates) =>
    `${candidates} entries of a log that names callers fit the call by time, place, model and method, and all name this one.`,
  likeliest: (candidates) =>
    `${candidates} entries of a log that names callers fit the call by place, model, method and start; how closely they agree with it in start and end tells that this one is its own.`,
  ambiguous: (candidates) =>
    `${candidates} entries of a log that names callers fit the call by time, place, model and method, and it cannot be told which is its own: only what they agree on was taken.`,
  absent: () => 'No entry of a log that names callers fits the call.',
};

const notJoinedWords = (dueAt: Date) =>
  `Logs tell more than the call has been joined with: its hour is joined again from ${dueAt.toISOString()} on, and may name the caller then.`;

/** How the caller of a call was found that several logs tell, and how sure that is. */
export function explainIdentity(
  provenance: unknown,
  joinDueAt: Date | null,
): { fact: string; from: string; words: string }[] {
  const parsed = identitySchema.safeParse(provenance);
  if (!parsed.success) return [];
  const { how, confidence, candidates } = parsed.data;
  const isInferred = how === 'time' || how === 'agreed' || how === 'likeliest';
  const sure = isInferred ? ` Confidence ${confidence}.` : '';
  // Until its logs are joined again it is not known that none names the caller.
  if (joinDueAt !== null && (how === 'ambiguous' || how === 'absent'))
    return [{ fact: 'identity', from: 'notJoined', words: notJoinedWords(joinDueAt) }];
  return [{ fact: 'identity', from: how, words: `${WORDS[how](candidates)}${sure}` }];
}
