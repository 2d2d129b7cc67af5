import { describe, expect, it } from 'vitest';
import { returnToOf, signInPathOf } from './sign-in-link.js';

describe('a pasted sign-in link', () => {
  it.each([
    ['http://127.0.0.1:3000/sign-in/AbC_12-xyz9', '/sign-in/AbC_12-xyz9'],
    ['  /sign-in/AbC_12-xyz9/ ', '/sign-in/AbC_12-xyz9'],
    // Another host in the link does not matter: only the path is used.
    ['https://example.org/sign-in/AbC_12-xyz9', '/sign-in/AbC_12-xyz9'],
  ])('%s opens %s', (pasted, path) => {
    expect(signInPathOf(pasted)).toBe(path);
  });

  it.each(['', 'AbC_12-xyz9', 'javascript:alert(1)', 'http://127.0.0.1:3000/', '/sign-in/a b'])(
    '%j is refused',
    (pasted) => {
      expect(signInPathOf(pasted)).toBeNull();
    },
  );
});

describe('the page to come back to', () => {
  it.each([
    ['/costs', '?by=model&filter=team%3DClaims', '/costs?by=model&filter=team%3DClaims'],
    ['//evil.example/costs', '', '/'],
    ['/\\evil.example', '', '/'],
    ['/costs', `?filter=${'x'.repeat(2_000)}`, '/'],
  ])('of %s%s is a path of this installation', (pathname, search, expected) => {
    expect(returnToOf({ pathname, search })).toBe(expected);
  });
});
