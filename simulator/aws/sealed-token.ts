import { seedWordsOf } from '../random.js';

function checksum(payload: string, seed: number): string {
  const [a, b] = seedWordsOf(`${seed}/${payload}`);
  return a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0');
}

/** Fields as a text that clients can only hand back: what was not sealed under this seed does not open. */
export function sealToken(fields: readonly unknown[], seed: number): string {
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${payload}${checksum(payload, seed)}`;
}

/** The fields of a token, or `null` when it was not sealed here. */
export function openToken(text: string, seed: number): readonly unknown[] | null {
  const payload = text.slice(0, -16);
  if (checksum(payload, seed) !== text.slice(-16)) return null;
  const fields: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return Array.isArray(fields) ? fields : null;
}
