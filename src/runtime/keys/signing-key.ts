import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An Ed25519 key with which Ledgerline signs what others must be able to check: digests of the audit log. */
export interface SigningKey {
  /** First 16 hexadecimal digits of the SHA-256 of the public key (SPKI, DER). */
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The signing key cannot be used. Says where it was looked for and what to do; never shows any of it. */
export class SigningKeyRefused extends Error {
  override readonly name = 'SigningKeyRefused';
}

/**
 * The key that is given as PEM (PKCS #8), else the one in `<dataDir>/keys/signing-key.pem`, which is made at first and is
 * readable by its owner only. Whoever holds it can forge digests: with several instances, give all of them the same one.
 */
export function loadSigningKey({
  pem,
  dataDir,
}: {
  readonly pem: string | undefined;
  readonly dataDir: string;
}): SigningKey {
  if (pem !== undefined) return keyOf(pem, 'the given signing key');
  const file = join(dataDir, 'keys', 'signing-key.pem');
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    // Another instance may make it at the same moment: whoever comes second takes what is there.
    writeIfAbsent(file, made.toString());
  }
  return keyOf(readFileSync(file, 'utf8'), file);
}

function keyOf(pem: string, where: string): SigningKey {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(pem);
  } catch (cause) {
    throw new SigningKeyRefused(
      `${where} is not a private key in PEM: \`openssl genpkey -algorithm ed25519\` makes one`,
      {
        cause,
      },
    );
  }
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    throw new SigningKeyRefused(`${where} is a key of type ${privateKey.asymmetricKeyType}, not ed25519`);
  }
  const publicKey = createPublicKey(privateKey);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return { keyId: createHash('sha256').update(spki).digest('hex').slice(0, 16), privateKey, publicKey };
}

/** Whole or not at all: another instance that looks at the same moment must not find half a key. */
function writeIfAbsent(file: string, text: string): void {
  const own = `${file}.${randomUUID()}`;
  writeFileSync(own, text, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(own, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(own);
  }
}
