import { join } from 'node:path';

/** The only role of a new server. */
export const SUPERUSER = 'ledgerline';

/** Where the parts of one embedded server lie. `home` holds everything; it appears as a whole or not at all. */
export interface Places {
  readonly home: string;
  readonly cluster: string;
  readonly password: string;
  readonly port: string;
  readonly serverLog: string;
}

export function placesIn(home: string): Places {
  return {
    home,
    cluster: join(home, 'cluster'),
    password: join(home, 'password'),
    port: join(home, 'port'),
    serverLog: join(home, 'server.log'),
  };
}
