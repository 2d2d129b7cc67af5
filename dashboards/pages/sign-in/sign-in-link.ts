const KEY = 'ledgerline.after-sign-in';

/** The path of a pasted sign-in link, whatever host it names: the secret goes to the service that served this page, and nowhere else. */
export function signInPathOf(pasted: string): string | null {
  const secret = /(?:^|\/)sign-in\/([A-Za-z0-9_-]{8,})\/?(?:[?#].*)?$/.exec(pasted.trim())?.[1];
  return secret ? `/sign-in/${secret}` : null;
}

/** Where to come back to after signing in elsewhere: the page that was asked for, as a path that no browser takes for another host. */
export function returnToOf({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  const address = `${pathname}${search}`;
  return IS_PATH.test(address) && address.length <= LONGEST_ADDRESS ? address : '/';
}

/** As the service takes them. */
const IS_PATH = /^\/(?![/\\])[^\\\s]*$/;
const LONGEST_ADDRESS = 2_000;

/** Signing in leads to the first page; a deep link that asked for it is opened afterwards. */
export function rememberAddress(address: string): void {
  try {
    sessionStorage.setItem(KEY, address);
  } catch {
    // Storage may be forbidden; the first page is shown then.
  }
}

/** The remembered address, once. Only a path of these dashboards is taken. */
export function recallAddress(): string | null {
  try {
    const address = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return address !== null && IS_PATH.test(address) ? address : null;
  } catch {
    return null;
  }
}
