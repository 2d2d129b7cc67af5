import { PassThrough, Transform, type TransformCallback, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** More is unpacked from this on only while it stays in proportion. */
const FREE_BYTES = 64 * 1024 * 1024;
/** Logs shrink to a tenth or a thirtieth; what shrinks to less than this was made to fill a disk or a morning. */
const MOST_RATIO = 200;

/** A file or an object unpacks to far more than any log does. */
export class UnpacksWithoutEnd extends Error {
  override readonly name = 'UnpacksWithoutEnd';

  constructor(packed: number, unpacked: number) {
    super(
      `it unpacks to more than ${MOST_RATIO} times its size (${unpacked} bytes from ${packed}), which no log does: ` +
        'it is damaged, or was made to exhaust this machine; look at it before you unpack it',
    );
  }
}

/** The unpacked bytes of gzip, several members read as one; fails where they are out of all proportion to the packed ones. */
export function gunzipped(source: Readable, chunkSize: number): Transform {
  let packed = 0;
  let unpacked = 0;
  const gunzip = createGunzip({ chunkSize });
  const bounded = new Transform({
    transform(chunk: Buffer, _, done: TransformCallback) {
      unpacked += chunk.length;
      if (unpacked > FREE_BYTES && unpacked > packed * MOST_RATIO) {
        done(new UnpacksWithoutEnd(packed, unpacked));
        return;
      }
      done(null, chunk);
    },
  });
  const counted = new PassThrough();
  counted.on('data', (chunk: Buffer) => {
    packed += chunk.length;
  });
  // An error anywhere ends the whole: whoever reads gets it, and nothing goes on unpacking.
  source.on('error', (error) => bounded.destroy(error));
  gunzip.on('error', (error) => bounded.destroy(error));
  bounded.on('close', () => {
    gunzip.destroy();
    source.destroy();
  });
  source.pipe(counted).pipe(gunzip).pipe(bounded);
  return bounded;
}
