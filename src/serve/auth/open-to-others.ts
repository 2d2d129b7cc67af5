import ipaddr from 'ipaddr.js';
import type { SignInConfig } from '../../runtime/config/sign-in-schema.js';

/** The service would be reachable by others before anybody but the holder of this machine could sign in. */
export class NobodyCanSignIn extends Error {
  override readonly name = 'NobodyCanSignIn';

  constructor(host: string) {
    super(
      `The service was told to listen on ${host}, where others can reach it, but there is no way for them to sign in. ` +
        'Configure an OpenID provider (signIn.oidc), or add an administrator with a password: ' +
        '`ledgerline members add --login you@example.com --name "Your Name" --role admin`. ' +
        'Until then it listens on 127.0.0.1 only (server.host).',
    );
  }
}

/** Throws NobodyCanSignIn when the host is open to others and neither way of signing in is there for them. */
export async function checkOpenToOthers(
  host: string,
  { oidc, passwords }: Pick<SignInConfig, 'oidc' | 'passwords'>,
  hasLocalAdministrator: () => Promise<boolean>,
): Promise<void> {
  if (isThisMachine(host) || oidc !== undefined) return;
  if (passwords && (await hasLocalAdministrator())) return;
  throw new NobodyCanSignIn(host);
}

/** Whether only programs of this machine reach an address. Of a name that is not `localhost`, nobody can say. */
export function isThisMachine(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback';
}
