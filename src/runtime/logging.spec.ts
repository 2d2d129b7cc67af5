import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogging, maskSecrets } from './logging.js';

describe('the log', () => {
  let written = '';
  beforeEach(() => {
    written = '';
    vi.spyOn(process.stdout, 'write').mockImplementation(() => {
      throw new Error('stdout is for data');
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      written += String(chunk);
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it('goes to stderr, one JSON object a line, with context and structured facts', () => {
    const logger = createLogging({});
    logger.log('collected', { sourceId: 'prod', requests: 3 }, 'Collect');
    expect(JSON.parse(written)).toMatchObject({
      level: 'log',
      message: 'collected',
      context: 'Collect',
      params: { sourceId: 'prod', requests: 3 },
    });
    expect(written.endsWith('}\n')).toBe(true);
  });

  it('keeps to the levels it is given', () => {
    const logger = createLogging({}, ['warn', 'error']);
    logger.log('collected');
    logger.warn('late');
    expect(JSON.parse(written)).toMatchObject({ level: 'warn', message: 'late' });
  });

  it.each([true, false])('masks secrets in properties, texts and errors (json: %s)', (json) => {
    const logger = createLogging({ isTTY: !json });
    logger.warn(
      'cannot reach postgres://ledger:hunter2@db/ledger',
      { token: 'hunter2', nested: { password: 'hunter2', oidc: { clientSecret: 'hunter2', id_token: 'hunter2' } } },
      'Store',
    );
    logger.error(new Error('refused: Authorization: Bearer hunter2'));
    logger.error('failed', 'Error: postgres://u:hunter2@db\n    at somewhere', 'Store');
    expect(written).toContain('postgres://ledger:***@db/ledger');
    expect(written).not.toContain('hunter2');
  });
});

it.each([
  ['postgres://ledger:p%40ss@127.0.0.1:5432/x', 'postgres://ledger:***@127.0.0.1:5432/x'],
  ['postgres://ledger@127.0.0.1/x', 'postgres://ledger@127.0.0.1/x'],
  ['authorization: bearer abc.def-ghi', 'authorization: bearer ***'],
  ['http://127.0.0.1:3000/sign-in/AbC-123_x opened', 'http://127.0.0.1:3000/sign-in/*** opened'],
  [
    'GET /api/v1/sign-in/oidc/callback?code=hunter2&state=abc-1&iss=https%3A%2F%2Fid failed',
    'GET /api/v1/sign-in/oidc/callback?code=***&state=***&iss=https%3A%2F%2Fid failed',
  ],
  ['grant_type=x&client_secret=hunter2&code_verifier=v~1.', 'grant_type=x&client_secret=***&code_verifier=***'],
  ['cookie: a=1; __Host-ledgerline_session=AbC-1_x; b=2', 'cookie: a=1; __Host-ledgerline_session=***; b=2'],
  ['the token ll_0123456789abcdefghijKLMNO-_ is unknown', 'the token ll_*** is unknown'],
  ['errorCode=ThrottlingException', 'errorCode=ThrottlingException'],
  ['at 12:30:05, 3 @ 4', 'at 12:30:05, 3 @ 4'],
])('masking %j gives %j', (text, masked) => {
  expect(maskSecrets(text)).toBe(masked);
});
