import { randomUUID } from 'node:crypto';
import { RerateBusy } from '../store/rerate-errors.js';
import { workThrough, type RerateEngine } from './rerate-run.js';

/**
 * Prices stored calls of some model ids again, all of them, as a run that can be seen and that another process goes on with
 * when this one dies. False, and nothing, while another run is unfinished: it goes first.
 */
export async function repriceModels(
  engine: RerateEngine,
  modelIds: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const order = {
    kind: 'apply',
    range: { from: null, to: null },
    onlyModelIds: modelIds,
    basis: engine.basis,
    startedBy: 'resolved profiles',
    previewId: null,
  } as const;
  try {
    const run = await engine.runs.beginTaken(order, randomUUID());
    await workThrough(run, engine, { signal }, 'queued');
    return true;
  } catch (error) {
    if (error instanceof RerateBusy) return false;
    throw error;
  }
}
