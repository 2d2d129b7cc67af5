/** The values of one statement, each bound where its place is written. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Binds a value and returns its place, `$1`. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
