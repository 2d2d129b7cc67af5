/** Another run is unfinished, and there is one at a time. */
export class RerateBusy extends Error {
  constructor(readonly runId: string) {
    super(`Run ${runId} is pricing usage again and is not finished: wait for it, or cancel it.`);
  }
}

/** Somebody else works on the run: this process had not been heard of for too long. */
export class RerateTakenOver extends Error {
  constructor(runId: string) {
    super(`Run ${runId} was taken over by another process.`);
  }
}

/** Somebody asked for the run to end. */
export class RerateCancelled extends Error {
  constructor(runId: string) {
    super(`Run ${runId} was cancelled. What it had finished before stays.`);
  }
}
