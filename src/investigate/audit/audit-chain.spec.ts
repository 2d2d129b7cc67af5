import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAIN_BEGIN, chained, walkChain, type AuditEntry, type AuditFacts, type ChainFault } from './audit-chain.js';
import type { SigningKey } from '../../runtime/keys/signing-key.js';
import { checkDigest, signDigest } from './audit-digest.js';
import { canonicalJson } from './canonical-json.js';

const BEGIN = { sequence: 0, hash: CHAIN_BEGIN };

function chainOf(count: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  let head = BEGIN;
  for (let index = 0; index < count; index += 1) {
    const facts: AuditFacts = {
      at: new Date(Date.UTC(2026, 10, 21, 8, index)).toISOString(),
      actor: { kind: 'member', id: `m-${index % 3}`, name: 'Ana' },
      action: 'session.opened',
      target: null,
      detail: { via: 'oidc', attempt: index },
    };
    const entry = chained(facts, head);
    entries.push(entry);
    head = entry;
  }
  return entries;
}

const chain = chainOf(9);
const faultsOf = (entries: readonly AuditEntry[]) =>
  walkChain(entries, BEGIN).faults.map(({ sequence, fault }) => [sequence, fault]);
const changed = (sequence: number, change: Partial<AuditEntry>) =>
  chain.map((entry) => (entry.sequence === sequence ? { ...entry, ...change } : entry));
/** The same entry as a forger would write it: its own hash fits again, but not its successor. */
const forged = (sequence: number, action: string) =>
  chain.map((entry) =>
    entry.sequence === sequence
      ? chained({ ...entry, action }, { sequence: sequence - 1, hash: entry.previousHash })
      : entry,
  );

describe('a chain of audit entries', () => {
  it('is whole when nobody touched it, in one piece or in several', () => {
    expect(walkChain(chain, BEGIN)).toEqual({ head: expect.objectContaining({ sequence: 9 }), faults: [] });
    const first = walkChain(chain.slice(0, 4), BEGIN);
    expect(walkChain(chain.slice(4), first.head).faults).toEqual([]);
  });

  it.each<[string, AuditEntry[], [number, ChainFault['fault']][]]>([
    ['an action', changed(4, { action: 'session.ended' }), [[4, 'edited']]],
    ['a time', changed(4, { at: '2026-11-21T09:00:00.000Z' }), [[4, 'edited']]],
    ['an actor', changed(4, { actor: { kind: 'member', id: 'm-9', name: 'Ana' } }), [[4, 'edited']]],
    ['a detail', changed(4, { detail: { via: 'oidc', attempt: 99 } }), [[4, 'edited']]],
    ['an entry with its hash', forged(4, 'session.ended'), [[5, 'outOfPlace']]],
    ['a deletion', chain.filter(({ sequence }) => sequence !== 4), [[4, 'missing']]],
    ['a deletion at the beginning', chain.slice(2), [[1, 'missing']]],
    ['a repetition', chain.flatMap((entry) => (entry.sequence === 4 ? [entry, entry] : [entry])), [[4, 'repeated']]],
  ])('shows a change of %s', (_, entries, faults) => {
    expect(faultsOf(entries)).toEqual(faults);
  });

  it('shows two entries that changed places, numbers and all', () => {
    const [fourth, fifth] = chain.slice(3, 5);
    if (fourth === undefined || fifth === undefined) throw new Error('the chain is too short');
    const swapped = chain.map((entry) => {
      if (entry.sequence === 4) return { ...fifth, sequence: 4 };
      return entry.sequence === 5 ? { ...fourth, sequence: 5 } : entry;
    });
    expect(faultsOf(swapped).length).toBeGreaterThan(0);
  });

  it('shows any change of any one field of any entry', () => {
    const field = fc.constantFrom('at', 'action', 'target', 'hash', 'previousHash');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), field, fc.string({ minLength: 1 }), (sequence, name, value) => {
        const entry = chain[sequence - 1];
        fc.pre(entry !== undefined && entry[name] !== value);
        expect(faultsOf(changed(sequence, { [name]: value })).length).toBeGreaterThan(0);
      }),
    );
  });
});

function newKey(keyId: string): SigningKey {
  return { keyId, ...generateKeyPairSync('ed25519') };
}

const hashIn = (entries: readonly AuditEntry[]) => (sequence: number) =>
  entries.find((entry) => entry.sequence === sequence)?.hash ?? null;

describe('a digest of the chain', () => {
  const key = newKey('k1');
  const head = { sequence: 6, hash: chain[5]?.hash ?? '' };
  const digest = signDigest(head, '2026-11-21T09:00:00.000Z', key);
  const known = (keyId: string) => (keyId === 'k1' ? key.publicKey : null);

  it('agrees with the chain that it was made of, however far that has grown', () => {
    expect(checkDigest(digest, hashIn(chain), known)).toBeNull();
  });

  it('shows a chain that was cut off behind it, and one that was written anew', () => {
    expect(checkDigest(digest, hashIn(chain.slice(0, 5)), known)?.fault).toBe('cutOff');
    expect(checkDigest(digest, hashIn(forged(6, 'token.made')), known)?.fault).toBe('digestDisagrees');
  });

  it('is believed only with a signature of a known key over what it says', () => {
    expect(checkDigest({ ...digest, hash: 'f'.repeat(64) }, hashIn(chain), known)?.fault).toBe('badSignature');
    expect(checkDigest({ ...digest, at: '2026-11-21T10:00:00.000Z' }, hashIn(chain), known)?.fault).toBe(
      'badSignature',
    );
    const other = signDigest(head, digest.at, newKey('k2'));
    expect(checkDigest(other, hashIn(chain), known)?.fault).toBe('badSignature');
    expect(checkDigest({ ...other, keyId: 'k1' }, hashIn(chain), known)?.fault).toBe('badSignature');
  });
});

describe('the one text of a value', () => {
  it('does not depend on the order of keys', () => {
    const value = { b: [1, { d: null, c: 'x' }], a: true };
    expect(canonicalJson(value)).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
    expect(canonicalJson({ a: true, b: [1, { c: 'x', d: null }] })).toBe(canonicalJson(value));
  });

  it('refuses numbers that a database may round', () => {
    expect(() => canonicalJson({ n: 0.1 })).toThrow('0.1');
    expect(() => canonicalJson({ n: 2 ** 60 })).toThrow('write it as text');
  });
});
