import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { pricesSchema } from '../../src/price/prices-schema.js';
import { ConfigError, loadConfig } from '../../src/runtime/config.js';
import { readEnvironment } from '../../src/runtime/environment.js';

/** The shortest configuration with a source. */
export const SOURCE = `sources:
  - id: prod
    kind: bedrock-cloudwatch
    accountId: "111122223333"
    region: us-east-1
    logGroup: /bedrock/invocations
`;

/** A content key, as it stands in the environment. */
export const KEY = Buffer.alloc(32, 5).toString('base64');

/** What is wrong with a text: its name as in a sentence, the text, and the one mistake that is found in it, from its line on. */
export type Mistake = [what: string, text: string, expected: string];

/** Configurations of a spec, which stand as `c.yaml` in a folder that every test has to itself. */
export function configurations() {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledgerline-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const inFolder = (name: string) => join(folder, name);

  function load(text: string, variables: Record<string, string> = {}) {
    const path = inFolder('c.yaml');
    writeFileSync(path, text);
    return loadConfig({ path, env: readEnvironment(variables), prices: pricesSchema });
  }

  /** The mistakes found in a text, without the folder in front of the file's name. */
  function mistakes(text: string, variables: Record<string, string> = {}): string[] {
    try {
      load(text, variables);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.message.replaceAll(`${folder}/`, '').split('\n');
    }
  }

  return { inFolder, load, mistakes };
}
