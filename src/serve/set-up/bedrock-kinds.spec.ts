import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BEDROCK_KINDS } from './bedrock-kinds.js';

const page = new URL('../../../docs/formats/bedrock.md', import.meta.url);
const policySchema = z.object({ Statement: z.array(z.looseObject({ Sid: z.string() })) });
const statementsOf = (text: string) => policySchema.parse(JSON.parse(text)).Statement;

const EXAMPLE = { accountId: '111122223333', logGroup: '/bedrock/invocations', bucket: 'example-logs' };

describe('what the screen says has to be granted', () => {
  it.each(BEDROCK_KINDS.map((kind) => [kind.kind, kind] as const))(
    'for %s is what docs/formats/bedrock.md says, statement by statement',
    async (_, { grant }) => {
      const text = await readFile(page, 'utf8');
      const [, written = ''] = /## Permissions[^]*?```json\n([^]*?)```/.exec(text) ?? [];
      const documented = new Map(statementsOf(written).map((statement) => [statement.Sid, statement]));
      const policy = Object.entries(EXAMPLE)
        .reduce((filled, [key, value]) => filled.replaceAll(`<${key}>`, value), grant[0]?.policy ?? '')
        .replaceAll('<keyPrefix>/', '');
      for (const statement of statementsOf(policy)) expect(documented.get(statement.Sid)).toEqual(statement);
    },
  );
});
