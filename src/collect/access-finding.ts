/** One thing that a source needs, and whether it is so: in words, with what to do where it is not. */
export interface AccessFinding {
  /** Empty for the reading of the log itself. */
  readonly part: '' | 'objects' | 'bodies' | 'logging' | 'fields' | 'reading';
  readonly ok: boolean;
  readonly words: string;
}
