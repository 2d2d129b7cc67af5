import { describe, expect, it } from 'vitest';
import { passwordProblem } from './password-rules.js';

const ana = { login: 'ana.silva@example.com', name: 'Ana Silva' };

describe('a password', () => {
  it.each([
    ['a blue horse at the station', null],
    ['xK4-93hf!kq2', null],
    ['ein Satz mit Umlaut: Öl', null],
    ['short', '5 characters'],
    ['elevenchars', '11 characters'],
    ['🐎🐎🐎', '3 characters'],
    ['x'.repeat(257), '257 characters'],
    ['aaaaaaaaaaaaaaaa', 'different'],
    ['abababababababab', 'different'],
    ['my name is ana silva', 'your name'],
    ['AnaSilva-2026-11', 'your name'],
    ['password1234', 'tried first'],
    ['P@ssw0rd-2026', 'tried first'],
    ['Welcome-Welcome-1', 'tried first'],
    ['ledgerline-2026', 'tried first'],
  ])('%j: %s', (password, problem) => {
    expect(passwordProblem(password, ana) ?? 'fine').toContain(problem ?? 'fine');
  });
});
