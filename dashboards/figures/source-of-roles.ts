import type { Member } from '../api/generated/types.gen.js';
import { issuerInWords, LOCAL } from './access.js';
import { words } from '../words/words.js';

const w = words.access.members;

/** Who decides about a member's roles, in words. */
export function sourceOfRoles({ issuer, managedBy }: Member): string {
  if (issuer === LOCAL) return w.local;
  return managedBy === 'groups' ? w.byGroups(issuerInWords(issuer)) : w.ofProvider(issuerInWords(issuer));
}
