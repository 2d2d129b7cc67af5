import { generate } from 'selfsigned';

/** A certificate of this machine's own, which is its own authority, and its key. */
export interface LocalCertificate {
  readonly certPem: string;
  readonly keyPem: string;
}

/** A certificate for `localhost` and 127.0.0.1. It is valid by real time, whatever the simulated clock says: TLS asks no other. */
export async function localCertificate(): Promise<LocalCertificate> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { certPem: made.cert, keyPem: made.private };
}
