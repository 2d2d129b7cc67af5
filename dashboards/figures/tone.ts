/** How a state is meant: fine, to be watched, to be acted on, or not known. */
export type Tone = 'ok' | 'warn' | 'alert' | 'unknown';
