/** What the machine offers, in bytes. */
export interface Machine {
  readonly memoryBytes: number;
  /** Size of /dev/shm where there is one; containers often have 64 MB. */
  readonly sharedMemoryBytes: number | undefined;
}

const MB = 1024 * 1024;

/**
 * Server settings for this machine: a quarter of its memory for buffers up to 512 MB (the roll-ups of a year fit), fewer
 * and larger checkpoints for steady COPY, and commits that are really on disk.
 */
export function serverSettings({ memoryBytes, sharedMemoryBytes }: Machine): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    // TCP on the loopback only: a socket file adds a stale lock to recover from and a path of at most 107 bytes.
    unix_socket_directories: '',
    max_connections: '60',
    password_encryption: 'scram-sha-256',
    shared_buffers: megabytes(clamp(memoryBytes / 4, 64 * MB, 512 * MB)),
    effective_cache_size: megabytes(clamp(memoryBytes / 2, 128 * MB, 8192 * MB)),
    work_mem: '32MB',
    maintenance_work_mem: '128MB',
    synchronous_commit: 'on',
    wal_compression: 'on',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Rows and statements may hold what people typed. They do not belong into a log: no DETAIL, no CONTEXT, no statement.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    // Parallel queries put their hash tables there; a small /dev/shm fails them with "No space left on device".
    dynamic_shared_memory_type: sharedMemoryBytes !== undefined && sharedMemoryBytes >= 256 * MB ? 'posix' : 'mmap',
  };
}

/** The settings as a configuration file. */
export function settingsFile(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written at every start. Settings of your own: "alter system set ...", which wins over this file.\n${lines.join('\n')}\n`;
}

function clamp(bytes: number, least: number, most: number): number {
  return Math.min(Math.max(bytes, least), most);
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / MB)}MB`;
}
