import { hash } from 'node:crypto';
import { canonicalJson, type CanonicalValue } from './canonical-json.js';

/** Who did something: a member in a session, an API token, the service by itself, or somebody on its machine. */
export interface AuditActor {
  readonly kind: 'member' | 'token' | 'service' | 'command' | 'nobody';
  /** Id of the member or token; null where there is none. */
  readonly id: string | null;
  readonly name: string;
}

/** What happened, before it has its place in the chain. Never holds a secret, a prompt or a completion. */
export interface AuditFacts {
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly actor: AuditActor;
  /** `object.event`, such as `session.opened` or `content.revealed`. */
  readonly action: string;
  /** What it was done to, null for nothing in particular. */
  readonly target: string | null;
  readonly detail: Readonly<Record<string, CanonicalValue>>;
}

/** An entry in its place: numbered from 1 without gaps, each bound to the one before by its hash. */
export interface AuditEntry extends AuditFacts {
  readonly sequence: number;
  /** SHA-256, hexadecimal, of this entry and `previousHash`. */
  readonly hash: string;
  readonly previousHash: string;
}

/** What the first entry is bound to. */
export const CHAIN_BEGIN = '0'.repeat(64);

/** Where a chain ends. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** The facts as the next entry after `head`. */
export function chained(facts: AuditFacts, head: ChainHead): AuditEntry {
  const sequence = head.sequence + 1;
  return { ...facts, sequence, previousHash: head.hash, hash: hashOfEntry(facts, sequence, head.hash) };
}

/** The hash that an entry must have, from everything that it says and from the one before. */
export function hashOfEntry(
  { at, actor, action, target, detail }: AuditFacts,
  sequence: number,
  previous: string,
): string {
  const { kind, id, name } = actor;
  return hash('sha256', canonicalJson({ sequence, at, actor: { kind, id, name }, action, target, detail, previous }));
}

/** What is wrong with a chain, and from which entry on. */
export interface ChainFault {
  readonly sequence: number;
  readonly fault: 'edited' | 'missing' | 'repeated' | 'outOfPlace' | 'cutOff' | 'digestDisagrees' | 'badSignature';
  readonly words: string;
}

/**
 * Walks a chain in order of its numbers, from `head` on, and names every fault; returns where it ends. An edit shows in the
 * entry's own hash, a deletion, insertion or change of order in the binding to the one before.
 */
export function walkChain(
  entries: readonly AuditEntry[],
  head: ChainHead,
): { readonly head: ChainHead; readonly faults: ChainFault[] } {
  const faults: ChainFault[] = [];
  let last = head;
  for (const entry of entries) {
    const { sequence, hash: own, previousHash } = entry;
    if (sequence <= last.sequence) {
      faults.push({ sequence, fault: 'repeated', words: `Entry ${sequence} is there twice.` });
      continue;
    }
    if (sequence !== last.sequence + 1) {
      const [first, until] = [last.sequence + 1, sequence - 1];
      const which = first === until ? `Entry ${first} is` : `Entries ${first} to ${until} are`;
      faults.push({ sequence: first, fault: 'missing', words: `${which} missing.` });
    } else if (previousHash !== last.hash) {
      faults.push({ sequence, fault: 'outOfPlace', words: `Entry ${sequence} does not follow the one before it.` });
    }
    if (hashOfEntry(entry, sequence, previousHash) !== own) {
      faults.push({ sequence, fault: 'edited', words: `Entry ${sequence} is not what was written.` });
    }
    last = { sequence, hash: own };
  }
  return { head: last, faults };
}
