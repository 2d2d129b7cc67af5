import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** A bucket of a test's own, at an address that the real S3 client takes: what is in it, and what was asked of it. */
export interface Bucket {
  readonly name: string;
  readonly endpoint: string;
  /** Texts are packed as gzip. */
  put(key: string, content: string | Buffer): void;
  /** Answers requests for the key with 403. */
  deny(key: string): void;
  allow(key: string): void;
  /** Keys of GetObject since the last time that this was asked. */
  fetched(): string[];
  stop(): Promise<void>;
}

/** ListObjectsV2 and GetObject with path-style addresses, as far as a reader of logs uses them. */
export async function startBucket(name: string): Promise<Bucket> {
  const objects = new Map<string, Buffer>();
  const denied = new Set<string>();
  let fetched: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(url.pathname)) ?? [];
    if (bucket !== name) return refuse(response, 404, 'NoSuchBucket');
    if (key === '') return list(response, objects, url.searchParams);
    fetched.push(key);
    const bytes = objects.get(key);
    if (denied.has(key)) return refuse(response, 403, 'AccessDenied');
    if (bytes === undefined) return refuse(response, 404, 'NoSuchKey');
    response.writeHead(200, { ETag: etagOf(bytes), 'Content-Length': bytes.length }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    name,
    endpoint: `http://127.0.0.1:${port}`,
    put: (key, content) => objects.set(key, typeof content === 'string' ? gzipSync(content) : content),
    deny: (key) => denied.add(key),
    allow: (key) => denied.delete(key),
    fetched: () => {
      const keys = fetched;
      fetched = [];
      return keys;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'Content-Type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
}

function list(response: ServerResponse, objects: ReadonlyMap<string, Buffer>, search: URLSearchParams): void {
  const prefix = search.get('prefix') ?? '';
  const contents = [...objects]
    .filter(([key]) => key.startsWith(prefix) && !key.slice(prefix.length).includes('/'))
    .map(
      ([key, bytes]) =>
        `<Contents><Key>${key}</Key><ETag>${etagOf(bytes)}</ETag><Size>${bytes.length}</Size></Contents>`,
    );
  response
    .writeHead(200, { 'Content-Type': 'application/xml' })
    .end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`);
}
