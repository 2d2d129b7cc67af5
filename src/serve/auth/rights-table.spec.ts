import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../usage/role.js';
import { rightsTable } from './rights-table.js';

const page = new URL('../../../docs/security.md', import.meta.url);

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** The table as docs/security.md has it. */
function tableInMarkdown(): string {
  return [
    line(['right', 'is', ...ROLES]),
    line(['right', 'is', ...ROLES].map(() => '---')),
    ...rightsTable().map(({ right, words, roles }) => {
      const marks = new Map(roles.map(({ role, ownTeamsOnly }) => [role, ownTeamsOnly ? 'own teams' : 'yes']));
      return line([`\`${right}\``, words, ...ROLES.map((role) => marks.get(role) ?? '')]);
    }),
  ].join('\n');
}

describe('docs/security.md', () => {
  it('has the table of rights as the service decides by it', async () => {
    const text = await readFile(page, 'utf8');
    const [, written = ''] = /<!-- rights -->\n([^]*?)<!-- \/rights -->/.exec(text) ?? [];
    const wanted = await format(tableInMarkdown(), { ...(await resolveConfig(page)), parser: 'markdown' });
    expect(written.trim()).toBe(wanted.trim());
  });
});
