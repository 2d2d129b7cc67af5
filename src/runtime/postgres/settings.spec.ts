import { expect, it } from 'vitest';
import { serverSettings, settingsFile } from './settings.js';

const MB = 1024 * 1024;

it.each([
  // a quarter of the memory, within 64 MB and 512 MB; half of it, within 128 MB and 8 GB
  { memory: 128, buffers: '64MB', cache: '128MB' },
  { memory: 1024, buffers: '256MB', cache: '512MB' },
  { memory: 65_536, buffers: '512MB', cache: '8192MB' },
])('a machine with $memory MB gets $buffers of buffers', ({ memory, buffers, cache }) => {
  const settings = serverSettings({ memoryBytes: memory * MB, sharedMemoryBytes: undefined });
  expect(settings).toMatchObject({ shared_buffers: buffers, effective_cache_size: cache });
});

it.each([
  { shared: 64, type: 'mmap' },
  { shared: 1024, type: 'posix' },
])('parallel queries use $type where /dev/shm holds $shared MB', ({ shared, type }) => {
  const settings = serverSettings({ memoryBytes: 1024 * MB, sharedMemoryBytes: shared * MB });
  expect(settings).toMatchObject({ dynamic_shared_memory_type: type });
});

it('commits are on disk, the server listens on the loopback only, and its log holds no statement', () => {
  expect(serverSettings({ memoryBytes: 1024 * MB, sharedMemoryBytes: undefined })).toMatchObject({
    synchronous_commit: 'on',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    log_min_error_statement: 'panic',
  });
});

it('a settings file quotes its values', () => {
  expect(settingsFile({ port: '5432', log_line_prefix: "it's %m" }).split('\n').slice(1)).toEqual([
    "port = '5432'",
    "log_line_prefix = 'it''s %m'",
    '',
  ]);
});
