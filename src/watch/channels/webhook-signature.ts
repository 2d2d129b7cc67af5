import { createHmac } from 'node:crypto';

/**
 * What proves to a receiver that we sent the body, and when: `t=<seconds since 1970>,v1=<hex>`, where v1 is the HMAC-SHA256
 * of `<t>.<body>` under the shared secret. A receiver compares in constant time and refuses a `t` that is more than five
 * minutes from its own clock, so that what was overheard cannot be sent again later.
 */
export function signatureOf(body: string, secret: string, now: number): string {
  const seconds = Math.floor(now / 1000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
