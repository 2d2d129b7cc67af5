// Everything that `npm start` and `npm run demo` need, in order: Prisma client, service, API client, dashboards.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Run one tool of node_modules/.bin; its output is shown only when it fails. */
function step(title, command, args, env = {}) {
  const started = Date.now();
  const { status, stdout, stderr, error } = spawnSync(`node_modules/.bin/${command}`, args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      PATH: `${root}node_modules/.bin${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
      ...env,
    },
  });
  if (status !== 0) {
    console.error(`build: ${title} failed\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`);
    process.exit(1);
  }
  console.error(`build: ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

// `prisma generate` looks for a schema engine that it does not use; naming any program keeps it from downloading one.
step('Prisma client', 'prisma', ['generate', '--config', '.config/prisma.ts'], {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
});
if (process.argv[2] === 'generate') process.exit(0);
rmSync(`${root}dist`, { recursive: true, force: true });
step('service', 'nest', ['build']);
chmodSync(`${root}dist/src/cli.js`, 0o755);
if (existsSync(`${root}dashboards/openapi-ts.config.ts`))
  step('API client', 'openapi-ts', ['-f', 'dashboards/openapi-ts.config.ts']);
if (existsSync(`${root}dashboards/vite.config.ts`))
  step('dashboards', 'vite', ['build', '--config', 'dashboards/vite.config.ts', '--logLevel', 'warn']);
