/** What the process was told from outside, typed. The only file that reads process.env. */
export interface Environment {
  /** LEDGERLINE_CONFIG: the configuration file, instead of ./ledgerline.config.yaml. */
  readonly configPath: string | undefined;
  /** DATABASE_URL: an existing PostgreSQL, instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** LEDGERLINE_BOOTSTRAP_TOKEN: becomes an administrator's API token at the first start. */
  readonly bootstrapToken: string | undefined;
  /** LEDGERLINE_TEST_DATABASE_URL: a server for the tests, instead of the embedded one. */
  readonly testDatabaseUrl: string | undefined;
  /** Any variable by name, for `${env:NAME}` in the configuration. An empty one counts as not set. */
  readonly variable: (name: string) => string | undefined;
  /** What a child process needs to find programs, and nothing else: no secret is handed on. */
  readonly childProcess: Readonly<Record<string, string>>;
}

/** Variables that a program may need in order to run at all. */
const HANDED_ON = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP'];

export function readEnvironment(source: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const variable = (name: string) => source[name] || undefined;
  return {
    configPath: variable('LEDGERLINE_CONFIG'),
    databaseUrl: variable('DATABASE_URL'),
    bootstrapToken: variable('LEDGERLINE_BOOTSTRAP_TOKEN'),
    testDatabaseUrl: variable('LEDGERLINE_TEST_DATABASE_URL'),
    variable,
    childProcess: Object.fromEntries(
      HANDED_ON.flatMap((name) => {
        const value = variable(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

/**
 * Credentials that only the local stand-in for AWS takes, for the SDK's default chain; real ones are left out of its sight.
 * Google's libraries look for no metadata server: the stand-in has a key.
 */
export function useStandInCredentials(target: Record<string, string | undefined> = process.env): void {
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN'])
    delete target[name];
  target['AWS_ACCESS_KEY_ID'] = 'STANDIN';
  target['AWS_SECRET_ACCESS_KEY'] = 'stand-in';
  target['METADATA_SERVER_DETECTION'] = 'none';
}
