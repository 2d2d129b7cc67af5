/** A JSON object as it stands in an entry. */
export type JsonFields = Readonly<Record<string, unknown>>;

/** A LogEntry as `gcloud logging read --format=json` writes it. */
export interface LogEntry {
  readonly logName: string;
  readonly insertId: string;
  readonly resource: { readonly type: string; readonly labels: Readonly<Record<string, string>> };
  readonly timestamp: string;
  readonly receiveTimestamp: string;
  readonly severity: 'INFO' | 'ERROR';
  readonly protoPayload?: JsonFields;
  readonly jsonPayload?: JsonFields;
  readonly operation?: { readonly id: string; readonly producer: string; readonly first?: true; readonly last?: true };
}

/** An entry with its two times in nanoseconds, by which the log is searched and sorted. */
export interface DeliveredEntry {
  readonly entry: LogEntry;
  readonly timestamp: bigint;
  readonly receiveTimestamp: bigint;
}
