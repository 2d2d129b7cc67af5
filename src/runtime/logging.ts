import { ConsoleLogger, type LogLevel } from '@nestjs/common';

/** Properties that are masked wherever they appear in what is logged. */
const SECRET_KEYS = [
  'password',
  'secret',
  'token',
  'apiKey',
  'authorization',
  'cookie',
  'secretAccessKey',
  'sessionToken',
  'connectionString',
  'clientSecret',
  'client_secret',
  'code_verifier',
  'id_token',
  'access_token',
  'refresh_token',
  'set-cookie',
];

/** Secrets inside texts: the password of a URL, bearer and API tokens, sign-in links, cookies, and what OpenID Connect sends by address and form. */
const SECRET_TEXTS: readonly [RegExp, string][] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/gi, '$1***@'],
  [/\b(bearer\s+)[\w.~+/=-]+/gi, '$1***'],
  [/\b(ll_)[\w-]{20,}/g, '$1***'],
  [/((?<!\/api\/v1)\/sign-in\/)[\w-]+/g, '$1***'],
  [/(ledgerline_(?:session|sign_in)=)[\w-]+/g, '$1***'],
  [/\b((?:code|state|nonce|code_verifier|client_secret|id_token|access_token|refresh_token)=)[^&\s"']+/g, '$1***'],
];

/**
 * Nest's own logger, with two differences: everything goes to stderr, because stdout is for data, and secrets are masked
 * in texts too, where Nest's redaction sees only properties.
 */
export class Logging extends ConsoleLogger {
  constructor(json: boolean, logLevels: LogLevel[]) {
    super({ json, colors: !json, logLevels, redact: SECRET_KEYS, prefix: 'Ledgerline', timestamp: false });
  }

  protected override printMessages(
    ...[messages, context, level, , stack, params]: Parameters<ConsoleLogger['printMessages']>
  ): void {
    super.printMessages(messages, context, level, 'stderr', stack, params);
  }

  protected override formatMessage(...parts: Parameters<ConsoleLogger['formatMessage']>): string {
    return maskSecrets(super.formatMessage(...parts));
  }

  protected override stringifyJsonLogObject(record: Record<string, unknown>): string {
    return maskSecrets(super.stringifyJsonLogObject(record));
  }

  protected override printStackTrace(stack: string | undefined): void {
    if (stack !== undefined) super.printStackTrace(maskSecrets(stack));
  }
}

/** The logger of this process: text where a person looks on, JSON in a pipe, a file or a container. */
export function createLogging(
  stream: { readonly isTTY?: boolean } = process.stderr,
  levels: LogLevel[] = ['log', 'warn', 'error', 'fatal'],
): Logging {
  return new Logging(!stream.isTTY, levels);
}

export function maskSecrets(text: string): string {
  return SECRET_TEXTS.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}
