import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { enrolmentOf, newCodeSecret, stepOfCode } from './one-time-code.js';

/** The secret and times of RFC 6238, appendix B; its codes have eight digits, of which ours are the last six. */
const RFC_SECRET = Buffer.from('12345678901234567890');

describe('a one-time code', () => {
  it.each([
    [59_000, '287082', 1],
    [1_111_111_109_000, '081804', 37_037_036],
    [2_000_000_000_000, '279037', 66_666_666],
  ])('at %d is %s, as RFC 6238 has it', (now, code, step) => {
    expect(stepOfCode(code, RFC_SECRET, now, null)).toBe(step);
  });

  it('is taken one step early or late, and no more', () => {
    const at = 1_111_111_109_000;
    const steps = [-2, -1, 0, 1, 2].map((off) => stepOfCode('081804', RFC_SECRET, at + off * 30_000, null));
    expect(steps).toEqual([null, 37_037_036, 37_037_036, 37_037_036, null]);
  });

  it('is taken once: not a second time, nor one from before it', () => {
    expect(stepOfCode('081804', RFC_SECRET, 1_111_111_109_000, 37_037_035)).toBe(37_037_036);
    expect(stepOfCode('081804', RFC_SECRET, 1_111_111_109_000, 37_037_036)).toBeNull();
    expect(stepOfCode('081804', RFC_SECRET, 1_111_111_109_000, 37_037_040)).toBeNull();
  });

  it.each(['', '81804', '0818040', 'abcdef', '08180４'])('that reads %j is none', (code) => {
    expect(stepOfCode(code, RFC_SECRET, 1_111_111_109_000, null)).toBeNull();
  });

  it('is made by an application that reads the address', () => {
    const secret = newCodeSecret();
    const { uri, secret: typed } = enrolmentOf(secret, 'ana@example.com');
    expect(uri).toMatch(/^otpauth:\/\/totp\/Ledgerline:ana(%40|@)example\.com\?.*secret=[A-Z2-7]{32}/);
    const app = new TOTP({ secret: Secret.fromBase32(typed) });
    expect(stepOfCode(app.generate({ timestamp: 59_000 }), secret, 59_000, null)).toBe(1);
  });
});
