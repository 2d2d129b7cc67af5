/** An amount in US dollars as whole pico-dollars; nothing where it is not known. */
export function picoOf(usd: string | null): bigint {
  const [whole = '0', fraction = ''] = (usd ?? '0').split('.');
  return BigInt(whole + fraction.padEnd(12, '0'));
}
