import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/runtime/package-root.js';

/** The Node that runs npm, which is the user's own; the scripts run on the one among the dependencies. */
const usersNode = process.env['npm_node_execpath'] ?? process.execPath;

describe('on the Node that the user has', () => {
  it.each(['normalise --cloud bedrock', 'price', '--help'])('`ledgerline %s` starts', (command) => {
    const cli = join(packageRoot(), 'dist/src/cli.js');
    expect(() => execFileSync(usersNode, [cli, ...command.split(' ')], { input: '', stdio: 'pipe' })).not.toThrow();
  });
});
