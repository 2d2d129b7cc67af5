import { DEMO_AZURE_FAULTS } from './azure-faults.js';
import { changeAzureFaults } from './change-azure-faults.js';
import type { AzureOptions } from './start-azure.js';

const NUMBERS = ['port', 'callsPerDay', 'dedicatedFrom', 'flattenedFrom', 'rowLimit', 'costPageRows'] as const;

function whole(name: string, value: unknown): number {
  const number = typeof value === 'string' ? Date.parse(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  throw new TypeError(`--azure-options ${name}: ${JSON.stringify(value)}, expected a whole number or a time`);
}

/** Options of the stand-in for Azure from the command line, with the faults of the demo where they say nothing else. */
export function readAzureOptions(text: string): AzureOptions {
  const given: unknown = JSON.parse(text);
  if (typeof given !== 'object' || given === null)
    throw new TypeError(`--azure-options ${text}: expected a JSON object`);
  const options: { -readonly [Name in keyof AzureOptions]: AzureOptions[Name] } = { faults: DEMO_AZURE_FAULTS };
  for (const [name, value] of Object.entries(given)) {
    const number = NUMBERS.find((known) => known === name);
    if (number !== undefined) options[number] = whole(name, value);
    else if (name === 'logMessages' && typeof value === 'boolean') options.logMessages = value;
    else if (name === 'faults') options.faults = changeAzureFaults(DEMO_AZURE_FAULTS, value);
    else throw new TypeError(`--azure-options ${name}: expected ${[...NUMBERS, 'logMessages', 'faults'].join(', ')}`);
  }
  return options;
}
