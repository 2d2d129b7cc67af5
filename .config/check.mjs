// `npm run check`: types, lint, layers, unused code, format. Every tool runs, so that one look shows every mistake.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const checks = [
  ['types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['types of the dashboards', 'tsc', ['--noEmit', '-p', 'dashboards/tsconfig.json']],
  ['lint', 'oxlint', ['-c', '.config/oxlint.json', '--type-aware', '--deny-warnings', '.']],
  [
    'layers',
    'depcruise',
    ['--config', '.config/dependency-cruiser.mjs', '--output-type', 'err', 'src', 'simulator', 'bench', 'dashboards'],
  ],
  ['unused code', 'knip', ['--config', '.config/knip.json']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
];

function run([title, command, args]) {
  const started = Date.now();
  return new Promise((done) => {
    let output = '';
    const child = spawn(`node_modules/.bin/${command}`, args, { cwd: root, shell: process.platform === 'win32' });
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.error(`check: ${title} ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
      if (code !== 0) console.error(output);
      done(code === 0);
    });
  });
}

const passed = [];
for (const check of checks) passed.push(await run(check));
process.exit(passed.every(Boolean) ? 0 : 1);
