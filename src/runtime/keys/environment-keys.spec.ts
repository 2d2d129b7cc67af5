import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ContentUnreadable } from './content-keys.js';
import { EnvironmentKeys } from './environment-keys.js';
import { readKeyText } from './key-text.js';
import { seal, unseal } from './sealed.js';

const FIRST = Buffer.alloc(32, 1);
const SECOND = Buffer.alloc(32, 2);
const dataKey = Buffer.alloc(32, 7);

describe('the text of a content key', () => {
  it('is 32 bytes in base64 or hex', () => {
    for (const text of [
      FIRST.toString('base64'),
      FIRST.toString('base64url'),
      FIRST.toString('hex'),
      ` ${FIRST.toString('base64')}\n`,
    ]) {
      expect(readKeyText(text)).toEqual({ bytes: FIRST });
    }
  });

  it.each([
    [
      Buffer.alloc(24).toString('base64'),
      'stands for 24 bytes, but a content key has 32; make one with `openssl rand -base64 32`',
    ],
    ['correct horse battery staple', 'is neither base64 nor hex; make one with `openssl rand -base64 32`'],
  ])('is refused otherwise, without being repeated: %s', (text, problem) => {
    expect(readKeyText(text)).toEqual({ problem });
  });
});

describe('content keys', () => {
  it('wrap a data key for one thing, and unwrap it for that thing alone', async () => {
    const keys = new EnvironmentKeys(FIRST);
    const wrapped = await keys.wrap(dataKey, 'block 1');
    expect(wrapped.keyId).toBe(keys.currentKeyId);
    expect(wrapped.bytes.includes(dataKey)).toBe(false);
    expect(await keys.unwrap(wrapped, 'block 1')).toEqual(dataKey);
    await expect(keys.unwrap(wrapped, 'block 2')).rejects.toThrow(ContentUnreadable);
  });

  it('unwrap under previous keys and wrap under the current one', async () => {
    const before = new EnvironmentKeys(FIRST);
    const wrapped = await before.wrap(dataKey, 'block 1');
    const after = new EnvironmentKeys(SECOND, [FIRST]);
    expect(await after.unwrap(wrapped, 'block 1')).toEqual(dataKey);
    expect((await after.wrap(dataKey, 'block 1')).keyId).not.toBe(wrapped.keyId);
    await expect(new EnvironmentKeys(SECOND).unwrap(wrapped, 'block 1')).rejects.toThrow(
      `block 1: it was encrypted under the key ${before.currentKeyId}, which is not among the configured ones (${after.currentKeyId}). Add it to contents.previousKeys.`,
    );
  });

  it('give equal texts equal fingerprints, others others, and other keys others', () => {
    const keys = new EnvironmentKeys(FIRST);
    expect(keys.fingerprint('Ana')).toBe(new EnvironmentKeys(FIRST, [SECOND]).fingerprint('Ana'));
    expect(keys.fingerprint('Ana')).toMatch(/^[0-9a-f]{16}$/);
    expect(keys.fingerprint('Ben')).not.toBe(keys.fingerprint('Ana'));
    expect(new EnvironmentKeys(SECOND).fingerprint('Ana')).not.toBe(keys.fingerprint('Ana'));
  });

  it('show nothing of themselves when they are printed', () => {
    const keys = new EnvironmentKeys(FIRST, [SECOND]);
    expect(`${inspect(keys, { depth: 9, showHidden: true })} ${JSON.stringify(keys)}`).not.toMatch(
      /Buffer|01010|02020|data/,
    );
  });
});

describe('what is sealed', () => {
  it('opens whole, and not at all when any byte of it was changed', () => {
    const sealed = seal(FIRST, Buffer.from('a prompt'), 'block 1');
    expect(unseal(FIRST, sealed, 'block 1').toString()).toBe('a prompt');
    for (const index of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => unseal(FIRST, changed, 'block 1')).toThrow(ContentUnreadable);
    }
    expect(() => unseal(FIRST, sealed.subarray(0, 10), 'block 1')).toThrow(/not encrypted in a form/);
    expect(() => unseal(SECOND, sealed, 'block 1')).toThrow(/authenticity check fails/);
  });

  it('is another each time', () => {
    expect(seal(FIRST, dataKey, 'x').equals(seal(FIRST, dataKey, 'x'))).toBe(false);
  });
});
