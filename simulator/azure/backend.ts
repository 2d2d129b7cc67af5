import type { SimulatorClock } from '../clock.js';
import type { AzureFaults } from './azure-faults.js';
import type { FoundryWorldOptions } from './world/calls-of-hour.js';

/** What shapes the logs, beside the calls themselves. */
export interface LogOptions {
  /** Until this instant the gateway's setting sent its logs to AzureDiagnostics; since then they have tables of their own. */
  readonly dedicatedFrom: number;
  /** Since this instant some of Foundry's rows have had their properties in columns of their own. */
  readonly flattenedFrom: number;
  /** True where the gateway logs prompts and completions. */
  readonly logMessages: boolean;
}

/** What every service answers from; faults may change while it runs. */
export interface AzureBackend {
  readonly world: FoundryWorldOptions;
  readonly historyFrom: number;
  readonly clock: SimulatorClock;
  readonly logs: LogOptions;
  readonly faults: () => AzureFaults;
  /** Rows beyond these are cut off a query's answer, with a PartialError. */
  readonly rowLimit: number;
  /** Rows of a page of Cost Management. */
  readonly costPageRows: number;
}
