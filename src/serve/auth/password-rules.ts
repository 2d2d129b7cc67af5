const SHORTEST = 12;
/** Enough for any sentence; a bound, so that hashing is bounded. */
export const LONGEST_PASSWORD = 256;

/** Beginnings of the passwords that are tried first. A list of breached ones is not available without the internet. */
const COMMON = [
  'password',
  'passwort',
  'welcome',
  'willkommen',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  '123456789',
  'administrator',
  'changeme',
  'letmein',
  'iloveyou',
  'ledgerline',
];

/** What is wrong with a password, in words for who chose it; null when it may be used. */
export function passwordProblem(
  password: string,
  owner: { readonly login: string; readonly name: string },
): string | null {
  const length = Array.from(password.normalize('NFKC')).length;
  if (length < SHORTEST) return `The password has ${length} characters: use at least ${SHORTEST}. A sentence is good.`;
  if (length > LONGEST_PASSWORD) return `The password has ${length} characters: use at most ${LONGEST_PASSWORD}.`;
  const folded = foldedOf(password);
  if (new Set(folded).size < 5) return 'The password repeats a few characters: use more different ones.';
  for (const own of [owner.login, owner.login.split('@')[0] ?? '', owner.name]) {
    const part = foldedOf(own);
    if (part.length >= 4 && folded.includes(part)) return 'The password contains your name: choose one that does not.';
  }
  const rest = COMMON.reduce((text, common) => text.replaceAll(common, ''), folded);
  if (rest.length < SHORTEST / 2) return 'The password is one of those that are tried first: choose another.';
  return null;
}

/** Without what people put between and instead of letters. */
function foldedOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s._-]/g, '')
    .replaceAll('0', 'o')
    .replaceAll('@', 'a')
    .replaceAll('$', 's');
}
