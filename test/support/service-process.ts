import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../src/runtime/package-root.js';

/** The built service as a process of its own, as a user starts it. */
export interface ServiceProcess {
  readonly pid: number;
  /** Where it listens, once it has said `ready`. Rejects with what it printed if it ends before. */
  readonly ready: Promise<string>;
  readonly signInUrl: Promise<string>;
  readonly exited: Promise<number | null>;
  /** Everything it wrote to stdout and stderr so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

/** Starts `ledgerline <args>` from dist/, with these variables added to the environment. */
export function startLedgerline(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): ServiceProcess {
  const child: ChildProcess = spawn(process.execPath, [join(packageRoot(), 'dist', 'src', 'cli.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...variables },
  });
  let output = '';
  const said = new Map<string, (rest: string) => void>();
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const whenSaid = (word: string) =>
    new Promise<string>((resolve, reject) => {
      said.set(word, resolve);
      void exited.then(() =>
        reject(new Error(`ledgerline ${args.join(' ')} ended before it said ${word}:\n${output}`)),
      );
    });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      output += `${line}\n`;
      for (const [word, tell] of said) if (line.startsWith(`${word} `)) tell(line.slice(word.length + 1));
    });
  }
  const ready = whenSaid('ready');
  const signInUrl = whenSaid('sign in');
  // Nobody may be waiting for these when a test kills the process.
  ready.catch(() => {});
  signInUrl.catch(() => {});
  return {
    pid: child.pid ?? -1,
    ready,
    signInUrl,
    exited,
    output: () => output,
    kill: (signal) => void child.kill(signal),
  };
}
