const rules = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** `counted(2, 'request')` is "2 requests". For English only: each catalogue has the forms of its own language. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numbers.format(count)} ${rules.select(count) === 'one' ? one : many}`;
}
