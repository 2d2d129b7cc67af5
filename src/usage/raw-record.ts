/** One record as a source read it: bytes as text, not yet parsed, and what its envelope knows about it. */
export interface RawRecord {
  /** The record itself, verbatim. It may hold prompts: never log it, never put it into an error. */
  readonly text: string;
  /** What the source's own envelope says, for what the record lacks. */
  readonly envelope: Envelope;
  /** Bodies that were moved out of the record for their size, fetched and unpacked; JSON text. The same secrecy holds. */
  readonly bodies?: { readonly input?: string; readonly output?: string };
}

/** Characters that a record takes in memory, with the bodies that were fetched for it. */
export function recordChars({ text, bodies }: RawRecord): number {
  return text.length + (bodies?.input?.length ?? 0) + (bodies?.output?.length ?? 0);
}

export interface Envelope {
  /** Id of the log entry in its log, unique there; differs when the cloud delivered one record twice. */
  readonly entryId?: string;
  /** Time of the log entry, milliseconds since 1970. */
  readonly timestamp?: number;
  /** When the cloud took the entry in, milliseconds since 1970. */
  readonly ingestedAt?: number;
  /** Account (project, resource) and region (location) of the source, where the record names none. */
  readonly accountId?: string;
  readonly region?: string;
}
