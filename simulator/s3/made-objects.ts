import { gzipSync } from 'node:zlib';
import type { Faults } from '../faults.js';
import { Random } from '../random.js';
import { renderCall, requestIdOf } from '../records/render.js';
import type { SimulatedCall } from '../world/call.js';
import { batchOf } from './batches.js';
import { largeBody } from './large-bodies.js';
import { bodyKey, recordsKey } from './log-keys.js';
import { StoredObject } from './stored-object.js';

const NAME_STREAM = 10;
/** Large bodies are written while the call is answered, before any record names them. */
const BODY_AFTER_MS = 2_000;

/** JSON lines as gzip, in as many members as asked for: a reader that stops after the first member loses records. */
function gzipLines(calls: readonly SimulatedCall[], members: number): Buffer {
  const size = Math.ceil(calls.length / members);
  const parts: Buffer[] = [];
  for (let from = 0; from < calls.length; from += size) {
    const lines = calls.slice(from, from + size).map((call) => `${renderCall(call).text}\n`);
    parts.push(gzipSync(lines.join(''), { level: 1 }));
  }
  return Buffer.concat(parts);
}

/** The bodies of these calls that are too large for their records. */
export function* largeBodies(calls: readonly SimulatedCall[]): Generator<StoredObject> {
  for (const call of calls) {
    if (call.bodies !== 'inS3' && call.bodies !== 'inputInS3') continue;
    const requestId = requestIdOf(call);
    for (const part of ['input', 'output'] as const) {
      if (part === 'output' && call.bodies === 'inputInS3') continue;
      const key = bodyKey(call.place, call.occurredAt, requestId, part);
      yield new StoredObject(key, call.occurredAt + BODY_AFTER_MS, () => largeBody(call, part));
    }
  }
}

/** The records of these calls: those of a batch together, late ones and repeats alone. */
export function* recordObjects(
  folder: string,
  calls: readonly SimulatedCall[],
  faults: Faults,
): Generator<StoredObject> {
  const batches = new Map<number, { calls: SimulatedCall[]; deliveredAt: number }>();
  for (const call of calls) {
    const { batch, deliveredAt, again } = batchOf(call, faults);
    const names = new Random(call.words, NAME_STREAM, call.index);
    const alone = (at: number): StoredObject =>
      new StoredObject(recordsKey(folder, at, names.hex(16)), at, () => gzipLines([call], 1));
    if (batch === null) yield alone(deliveredAt);
    else {
      const known = batches.get(batch) ?? { calls: [], deliveredAt };
      batches.set(batch, known);
      known.calls.push(call);
    }
    if (again !== null) yield alone(again);
  }
  for (const [batch, { calls: together, deliveredAt }] of batches) {
    const [first] = together;
    if (first === undefined) continue;
    const random = new Random(first.words, NAME_STREAM, -1 - batch);
    const key = recordsKey(folder, deliveredAt, random.hex(16));
    const members = random.weighted([
      [1, 7],
      [2, 2],
      [3, 1],
    ]);
    yield new StoredObject(key, deliveredAt, () => gzipLines(together, members));
  }
}
