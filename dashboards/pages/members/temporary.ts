/** A temporary password, and whose it is. */
export interface Temporary {
  readonly name: string;
  readonly password: string;
}
