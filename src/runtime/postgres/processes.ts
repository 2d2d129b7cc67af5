import { execFile, type ExecFileOptionsWithStringEncoding } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Finished {
  /** Exit code, or undefined when the program could not be run or was ended by a signal. */
  readonly code: number | undefined;
  readonly output: string;
}

/** Runs a program to its end. Never rejects: the exit code and what it printed tell what happened. */
export function run(
  command: readonly [string, ...string[]],
  options: Omit<ExecFileOptionsWithStringEncoding, 'encoding' | 'shell'>,
): Promise<Finished> {
  const [program, ...args] = command;
  return new Promise((done) => {
    execFile(program, args, { ...options, encoding: 'utf8' }, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      const reason = error && typeof code !== 'number' ? error.message : '';
      done({ code: typeof code === 'number' ? code : undefined, output: `${stdout}${stderr}${reason}`.trim() });
    });
  });
}

/** Whether a process exists, whoever owns it. A zombie counts. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * What tells a process from a later one with the same number: its start in clock ticks since boot (field 22 of
 * /proc/PID/stat, counted behind the name, which may hold blanks). Empty where there is no /proc.
 */
export function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** The command line of a process, its arguments apart; empty for a zombie, undefined where it cannot be read. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return undefined;
    }
  }
  const { code, output } = await run(['ps', '-o', 'command=', '-p', String(pid)], {});
  return code === 0 ? output : undefined;
}
