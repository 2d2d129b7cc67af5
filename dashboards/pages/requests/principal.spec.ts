import { expect, it } from 'vitest';
import { shortPrincipal } from './principal.js';

it.each([
  ['arn:aws:sts::111122223333:assumed-role/ClaimsAnalyst/u-20417', 'ClaimsAnalyst / u-20417'],
  ['arn:aws:iam::111122223333:user/ci', 'ci'],
  ['arn:aws:iam::111122223333:root', 'root'],
  ['someone@example.org', 'someone@example.org'],
  [null, null],
])('shows %s as %s', (principal, shown) => {
  expect(shortPrincipal(principal)).toBe(shown);
});
