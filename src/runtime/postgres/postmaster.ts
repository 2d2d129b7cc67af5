import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLineOf, exists } from './processes.js';

/** A process number that no system gives out: Linux ends at 2^22, macOS at 99998. */
const NO_PROCESS = 2_147_483_646;

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/**
 * The server that runs on a data folder, if one does. `postmaster.pid` outlives kill -9, and its number may by then belong
 * to another process (in a container nearly always): it counts only when that process names the folder.
 */
export async function runningPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = await pidFileLines(cluster);
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid) || !(await servesFolder(pid, cluster))) return undefined;
  // https://www.postgresql.org/docs/18/storage-file-layout.html: line 4 is the port, line 8 the state.
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Makes a postmaster.pid whose number now belongs to a stranger harmless: PostgreSQL would take the stranger for a running
 * server and refuse to start. Only the number is replaced; the rest lets PostgreSQL wait for orphans of the dead server.
 */
export async function disownStalePidFile(cluster: string): Promise<void> {
  const [first, ...rest] = await pidFileLines(cluster);
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid) || (await servesFolder(pid, cluster))) return;
  await writeFile(join(cluster, 'postmaster.pid'), [String(NO_PROCESS), ...rest].join('\n'));
}

async function servesFolder(pid: number, cluster: string): Promise<boolean> {
  const commandLine = await commandLineOf(pid);
  // Where the command line cannot be read, believing the file is the safe side: PostgreSQL looks again itself.
  return commandLine === undefined ? exists(pid) : `${commandLine} `.includes(` -D ${cluster} `);
}

async function pidFileLines(cluster: string): Promise<string[]> {
  try {
    return (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch {
    return [];
  }
}
