import type { ReactNode } from 'react';
import type { Tone } from '../figures/tone.js';

/** A state as a shape and a word, so that it does not hang on colour. */
export function StateWord({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`state ${tone}`}>{children}</span>;
}
