import { AwsError } from '../aws/aws-json.js';
import type { AwsAnswer } from '../aws/service.js';
import type { StoredObject } from './stored-object.js';

/** The first and the last byte that a Range header asks for, or `null` for the whole. */
function rangeOf(header: string | undefined, size: number): readonly [number, number] | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last));
  if (from > to) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return [from, to];
}

/** GetObject and HeadObject: the bytes as they are stored, gzip and all, or a range of them. */
export function readObject(object: StoredObject, range: string | undefined): AwsAnswer {
  const { bytes, etag, modifiedAt } = object;
  const headers = {
    'Content-Type': bytes.length === 0 ? 'application/octet-stream' : 'application/x-gzip',
    ETag: etag,
    'Last-Modified': new Date(modifiedAt).toUTCString(),
    'Accept-Ranges': 'bytes',
  };
  const asked = rangeOf(range, bytes.length);
  if (asked === null) return { status: 200, headers, body: bytes };
  const [from, to] = asked;
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${from}-${to}/${bytes.length}` },
    body: bytes.subarray(from, to + 1),
  };
}
