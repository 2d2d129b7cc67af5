import type { NonEmpty, Random } from '../random.js';

const PEOPLE: NonEmpty<string> = [
  'ingrid.holm',
  'tomas.berger',
  'aiko.tanaka',
  'liam.oconnor',
  'priya.nair',
  'sofia.rossi',
  'noah.keller',
  'mei.lin',
  'olu.adeyemi',
  'hanna.virtanen',
  'diego.alvarez',
  'claire.moreau',
  'ben.carter',
  'yuki.sato',
  'marta.nowak',
  'sam.whitlock',
];

/** A person of the list; the first ones call more than the last ones. */
export function person(random: Random): string {
  return PEOPLE[Math.floor(random.unit() ** 1.7 * PEOPLE.length)] ?? PEOPLE[0];
}

/** The ARN of a role's session. */
export function assumed(accountId: string, role: string, session: string): string {
  return `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`;
}

/** Accounts in which the office teams work. */
export const OFFICE_ACCOUNTS = ['048219357106', '311874520963', '527940186233'];
/** For callers that send no request metadata. */
export const none = (): null => null;
