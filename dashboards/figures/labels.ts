import { words } from '../words/words.js';
import type { Dimension, Grouping } from './dimensions.js';
import { parseFilter } from './filters.js';

type Named = Dimension | Grouping;

function lookUp(table: object | undefined, key: string): string | null {
  const found: unknown = table && Object.hasOwn(table, key) ? Reflect.get(table, key) : undefined;
  return typeof found === 'string' ? found : null;
}

export function labelOfDimension(dimension: Named): string {
  return words.figures.dimensions[dimension];
}

/** How a value of a dimension is written; `null` is said in the words that fit the dimension. */
export function labelOfValue(dimension: Named, value: string | null): string {
  if (value === null) return lookUp(words.figures.absent, dimension) ?? words.figures.absent.other;
  if (dimension === 'accountId') return nameOfAccount(value);
  const table: unknown = Reflect.get(words.figures.values, dimension);
  return (typeof table === 'object' && table !== null ? lookUp(table, value) : null) ?? value;
}

const conjunction = new Intl.ListFormat(words.locale.numbers, { type: 'conjunction' });

/** "Foundry and Vertex" */
export function namesOfClouds(clouds: readonly string[]): string {
  return conjunction.format(clouds.map((cloud) => labelOfValue('cloud', cloud)));
}

/** An account as people call it: of a resource of Azure the name in which its id ends. The whole id belongs in a title. */
export function nameOfAccount(accountId: string): string {
  return accountId.slice(accountId.lastIndexOf('/') + 1);
}

/** The id of a resource of Azure in a text, as far as its name. */
const AZURE_ID = /\/?subscriptions\/[^/\s]+\/resourcegroups\/[^/\s]+\/providers\/[^/\s]+\/[^/\s]+\/[^/\s,;]+/gi;

/** A text in which every resource of Azure stands by its name alone. */
export function withNamesOfAccounts(text: string): string {
  return text.replaceAll(AZURE_ID, (id: string) => nameOfAccount(id));
}

/** What an alert is about, as people call it: `Foundry · insurer-claims · swedencentral`. The whole subject belongs in a title. */
export function nameOfSubject(subject: string): string {
  const [first = '', ...others] = subject
    .replaceAll(AZURE_ID, (id: string) => `/${nameOfAccount(id)}`)
    .split('/')
    .filter(Boolean);
  return [labelOfValue('cloud', first), ...others].join(' · ');
}

/** A token class or calls, as what a meter counts. */
export function labelOfCounted(counted: string): string {
  return counted === 'requests' ? words.figures.measures.requests : labelOfValue('tokenClass', counted);
}

/** Nothing is charged for the call itself. */
export function isUnbilled({ costState }: { readonly costState: string }): boolean {
  return costState === 'notBilled' || costState === 'inRemainder';
}

/** Why a call is not billed. */
export function notBilledBecause(
  { errorCode }: { readonly errorCode: string | null },
  rules: readonly { readonly rule: string }[] = [],
): string {
  if (errorCode === null) return words.requests.failedFirst;
  const wasRefused = rules.some(({ rule }) => rule === 'refusedNotBilled');
  return wasRefused ? words.requests.refusedWith(errorCode) : words.requests.failedWith(errorCode);
}

export function labelOfState(table: Readonly<Record<string, string>>, key: string): string {
  return lookUp(table, key) ?? key;
}

/** "Team is Claims": a filter of the address, as a person would say it. */
export function filterInWords(text: string): string {
  const filter = parseFilter(text);
  if (!filter) return text;
  const { is, isNot } = words.frame.filter;
  return `${labelOfDimension(filter.dimension)} ${filter.exclude ? isNot : is} ${labelOfValue(filter.dimension, filter.value)}`;
}
