import { Secret, TOTP } from 'otpauth';

const STEP_MS = 30_000;
/** Codes of the step before and the step after are taken too: clocks differ. */
const TOLERANCE = 1;

/** A new secret for one-time codes (RFC 6238), 160 bits. */
export function newCodeSecret(): Buffer {
  return Buffer.from(new Secret({ size: 20 }).bytes);
}

/** What an authenticator application reads, as a QR code or typed. */
export function enrolmentOf(secret: Uint8Array, login: string): { readonly uri: string; readonly secret: string } {
  const totp = totpOf(secret, login);
  return { uri: totp.toString(), secret: totp.secret.base32 };
}

/** The step whose code was given; null when it is none of now, or of a step that is used up. */
export function stepOfCode(code: string, secret: Uint8Array, now: number, lastStep: number | null): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null;
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now, window: TOLERANCE });
  if (delta === null) return null;
  const step = Math.floor(now / STEP_MS) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}

function totpOf(secret: Uint8Array, label: string): TOTP {
  const copy = Uint8Array.from(secret);
  return new TOTP({ issuer: 'Ledgerline', label, secret: new Secret({ buffer: copy.buffer }) });
}
