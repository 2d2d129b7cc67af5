const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Where signals come from and the process ends; `process` fits. */
export interface ShutdownHost {
  on(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
  exit(code: number): void;
}

/** What a shell reports for a program that Ctrl-C ended. */
const FORCED_EXIT_CODE = 130;

/**
 * Ends the process in order: what was opened last is closed first, so that whoever uses the database is gone before it
 * stops. The first SIGINT, SIGTERM or SIGHUP starts it, a second one ends the process at once.
 */
export class Shutdown {
  private readonly closers: { readonly name: string; readonly close: () => Promise<void> }[] = [];
  private running: Promise<void> | undefined;

  constructor(
    private readonly host: ShutdownHost,
    private readonly log: { log(message: string): void; warn(message: string): void },
  ) {
    const onSignal = () => {
      if (this.running) return this.host.exit(FORCED_EXIT_CODE);
      this.log.log('Stopping; press Ctrl-C again to end at once.');
      void this.run(0);
    };
    for (const signal of SIGNALS) host.on(signal, onSignal);
  }

  /** Names something to close at the end. What is added later is closed earlier. */
  add(name: string, close: () => Promise<void>): void {
    this.closers.push({ name, close });
  }

  /** Closes everything and ends the process with the code, or with 1 where a closer failed. Again: the same promise. */
  run(code: number): Promise<void> {
    return (this.running ??= this.closeAll(code));
  }

  private async closeAll(code: number): Promise<void> {
    let failed = false;
    for (let closer = this.closers.pop(); closer; closer = this.closers.pop()) {
      try {
        await closer.close();
      } catch (error) {
        failed = true;
        this.log.warn(`Could not close ${closer.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.host.exit(failed && code === 0 ? 1 : code);
  }
}
