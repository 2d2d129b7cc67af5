/** What of a log's shape can be new to this version. */
export const DRIFT_KINDS = {
  field: 'A field of the record that this version does not know; what it says is not read.',
  usageField:
    'A field of the usage object that this version does not know: if it counts tokens, they are missing here.',
  type: 'A field that holds something of another type than it did; what it says is not read.',
  operation: 'An operation that this version has not seen; it is read by the shape of its bodies.',
  model: 'A Claude model that the catalogue does not know; its calls are unpriced until it does.',
  schemaVersion: 'A version of the log format that this version was not written for.',
} as const;
export type DriftKind = keyof typeof DRIFT_KINDS;

/** One way in which a record is not as expected. Reported once for each kind and name, not for each record. */
export interface Drift {
  readonly kind: DriftKind;
  /** Name of the field with its path, of the operation or of the model: never a value of a body. */
  readonly name: string;
}
