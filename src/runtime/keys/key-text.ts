/** Bytes of a content key: AES-256. */
export const KEY_BYTES = 32;

const HEX = /^[0-9a-f]+$/i;
/** Both alphabets of base64, as tools print it. */
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** How a key is made, for messages about one that is none. */
export const MAKE_A_KEY = 'make one with `openssl rand -base64 32`';

/** The 32 bytes that a key's text stands for, or what is wrong with it, in words that hold nothing of it. */
export function readKeyText(given: string): { readonly bytes: Buffer } | { readonly problem: string } {
  const text = given.trim();
  if (text.length === KEY_BYTES * 2 && HEX.test(text)) return { bytes: Buffer.from(text, 'hex') };
  if (!BASE64.test(text)) return { problem: `is neither base64 nor hex; ${MAKE_A_KEY}` };
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === KEY_BYTES) return { bytes };
  return { problem: `stands for ${bytes.length} bytes, but a content key has ${KEY_BYTES}; ${MAKE_A_KEY}` };
}
