import { createHash } from 'node:crypto';

/** An object of a bucket. Its bytes are made when somebody asks for them or for their number. */
export class StoredObject {
  private made: { readonly bytes: Buffer; readonly etag: string } | undefined;

  constructor(
    readonly key: string,
    /** Whole seconds; before this the object is not there. */
    readonly modifiedAt: number,
    private readonly make: () => Buffer,
  ) {}

  get bytes(): Buffer {
    return this.content().bytes;
  }

  get etag(): string {
    return this.content().etag;
  }

  private content(): { readonly bytes: Buffer; readonly etag: string } {
    if (this.made === undefined) {
      const bytes = this.make();
      this.made = { bytes, etag: `"${createHash('md5').update(bytes).digest('hex')}"` };
    }
    return this.made;
  }
}
