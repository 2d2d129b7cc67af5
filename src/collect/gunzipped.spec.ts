import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzipped, UnpacksWithoutEnd } from './gunzipped.js';

async function unpack(packed: Buffer): Promise<number> {
  let bytes = 0;
  for await (const chunk of gunzipped(Readable.from([packed]), 1 << 20))
    bytes += Buffer.isBuffer(chunk) ? chunk.length : 0;
  return bytes;
}

describe('gzip', () => {
  it('is unpacked, several members as one', async () => {
    const member = gzipSync('{"a":1}\n');
    expect(await unpack(Buffer.concat([member, member]))).toBe(16);
  });

  it('may shrink a lot while it is small', async () => {
    expect(await unpack(gzipSync(Buffer.alloc(60 << 20)))).toBe(60 << 20);
  });

  it('is refused where it unpacks to far more than a log can', async () => {
    const bomb = gzipSync(Buffer.alloc(96 << 20));
    await expect(unpack(bomb)).rejects.toThrow(UnpacksWithoutEnd);
    await expect(unpack(bomb)).rejects.toThrow('more than 200 times its size');
  });

  it('is refused where it is cut short or no gzip', async () => {
    await expect(unpack(gzipSync('x'.repeat(1000)).subarray(0, 20))).rejects.toThrow('unexpected end of file');
    await expect(unpack(Buffer.from('no gzip'))).rejects.toThrow('incorrect header check');
  });
});
