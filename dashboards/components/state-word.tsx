import type { ReactNode } from 'react';

export type Tone = 'ok' | 'warn' | 'alert' | 'unknown';

/** A state as a shape and a word, so that it does not hang on colour. */
export function StateWord({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`state ${tone}`}>{children}</span>;
}
