import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../usage/role.js';
import { RIGHT_WORDS } from './refusal.js';
import { ALL_RIGHTS, mayDo, type Right } from './roles.js';

const page = new URL('../../../docs/security.md', import.meta.url);

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** The table as docs/security.md has it. */
function tableOf(rights: readonly Right[]): string {
  return [
    line(['right', 'is', ...ROLES]),
    line(['right', 'is', ...ROLES].map(() => '---')),
    ...rights.map((right) =>
      line([
        `\`${right}\``,
        RIGHT_WORDS[right],
        ...ROLES.map((role) => (mayDo([role], right) ? markOf(role, right) : '')),
      ]),
    ),
  ].join('\n');
}

/** Viewers' rights to calls are to those of their own teams. */
function markOf(role: string, right: Right): string {
  return role === 'viewer' && right !== 'self' ? 'own teams' : 'yes';
}

describe('docs/security.md', () => {
  it('has the table of rights as the service decides by it', async () => {
    const text = await readFile(page, 'utf8');
    const [, written = ''] = /<!-- rights -->\n([^]*?)<!-- \/rights -->/.exec(text) ?? [];
    const wanted = await format(tableOf(ALL_RIGHTS), { ...(await resolveConfig(page)), parser: 'markdown' });
    expect(written.trim()).toBe(wanted.trim());
  });
});
