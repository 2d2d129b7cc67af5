// Not by name: argon2 came with Node 24.7, and older ones should say so where it is used, not refuse every command.
import crypto, { type Argon2Parameters, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/** A password as the PHC text that is kept of it: https://github.com/P-H-C/phc-string-format */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const { memory, passes, parallelism } = PARAMETERS;
  const tag = await derive({
    message: bytesOf(password),
    nonce: salt,
    tagLength: TAG_BYTES,
    ...PARAMETERS,
  });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,3}),p=(\d{1,3})\$([\w+/]{11,86})\$([\w+/]{22,86})$/;

/** Whether a password is the one of the text; with the parameters of the text, so that they can be raised later. */
export async function isPassword(password: string, phc: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(phc) ?? [];
  if (memory === undefined) throw new Error('A kept password is not argon2id in its PHC form: reset it.');
  const expected = Buffer.from(tag, 'base64');
  const found = await derive({
    message: bytesOf(password),
    nonce: Buffer.from(salt, 'base64'),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(found, expected);
}

/** Of a password that nobody has: checking against it takes as long as against a real one. */
export const NOBODYS_PASSWORD = `$argon2id$v=19$m=${PARAMETERS.memory},t=${PARAMETERS.passes},p=${PARAMETERS.parallelism}$${base64(randomBytes(SALT_BYTES))}$${base64(randomBytes(TAG_BYTES))}`;

/** The same letters typed on another keyboard are the same password. NIST SP 800-63B, 5.1.1.2. */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

function derive(parameters: Argon2Parameters): Promise<Buffer> {
  if (!('argon2' in crypto)) {
    throw new Error(
      `Passwords are kept with argon2, which Node ${process.versions.node} does not have: start Ledgerline with npm start or npx ledgerline, which bring Node 24, or with Node 24.7 or newer.`,
    );
  }
  return promisify(crypto.argon2)('argon2id', parameters);
}
