import type { NonEmpty, Random } from '../random.js';
import type { Topic } from '../world/topic.js';

/** What people ask, by topic; short sentences about an insurer that does not exist. */
const QUESTIONS: Readonly<Record<Topic, NonEmpty<string>>> = {
  claims: [
    'Summarise the water damage report for this claim and list what is still missing.',
    'Does the policy cover a rental car while the repair takes longer than ten days?',
    'Draft a short letter that asks the garage for an itemised invoice.',
    'Compare the two expert opinions and name the points on which they differ.',
  ],
  care: [
    'A customer writes: "I moved last week, do I need a new contract?" Suggest an answer.',
    'Classify this message: complaint, question, cancellation or praise.',
    'Summarise the call in three sentences for the case file.',
    'Der Kunde möchte die Überweisung zurückziehen. Antworte freundlich und kurz.',
  ],
  underwriting: [
    'Explain which exclusions apply to a bakery with an open oven.',
    'List the questions that we should ask before insuring this warehouse.',
    'Estimate the effect of a higher deductible on the premium of this fleet.',
  ],
  code: [
    'The nightly job fails with a time-out after the upgrade. Find the cause.',
    'Add a test for the rounding of instalments.\nKeep the names of the existing tests.',
    'Rename the field "zip" to "postalCode" in the address form and its validation.',
    'Review this change and point out anything that could lose data.',
  ],
  fraud: [
    'Check whether these three payouts went to the same account within a week.',
    'Explain why the score of this transaction rose since yesterday.',
    'Look for claims that share a phone number with claim 88-2041.',
  ],
  data: [
    'Turn the free-text answers of the survey into the twelve agreed codes.',
    'Describe the seasonal pattern in these monthly loss figures.',
    'Extract date, place and amount from the scanned report below.',
  ],
  marketing: [
    'Write three subject lines for the renewal letter, friendly and without exclamation marks.',
    'Shorten this paragraph on travel cover to forty words.',
    'Suggest a headline for the page about bicycles and e-scooters.',
  ],
  research: [
    'Explain the difference between the two mortality tables in plain words.',
    'Check this derivation of the reserve for a single mistake.',
  ],
};

const ANSWERS: Readonly<Record<Topic, NonEmpty<string>>> = {
  claims: [
    "The report names a burst pipe on the second floor. The plumber's invoice and two photographs are missing.",
    'Yes, from the eleventh day on, up to the daily amount in section 4, if the garage confirms the delay in writing.',
    'The opinions agree on the cause and differ on the age of the roof and on the share of wear.',
  ],
  care: [
    'Your contract moves with you. Please send us the new address and the date of the move.',
    'Question. The customer wants to know when the next instalment is due.',
    'Gerne: Der Auftrag ist zurückgezogen, die nächste Abbuchung folgt am Monatsende.',
  ],
  underwriting: [
    'The fire clause asks for a hood with a filter; without it the oven is excluded until an inspection.',
    'Ask for the sprinkler plan, the storage height, the night watch and the last three years of losses.',
  ],
  code: [
    'The client now waits for an acknowledgement that the old server never sends. Set the flag "ack" to false or upgrade the server.',
    'I added two cases to the existing table: one for a remainder of one cent, one for none.',
    'One finding: the retry writes the row twice when the first attempt succeeded late.',
  ],
  fraud: [
    'Two of the three payouts share an account; the third differs in one digit and was returned.',
    'The score rose because the device had been used with two other policies on the same day.',
  ],
  data: [
    'Coded: 1, 4, 4, 7, 12, 2. Two answers fit no code and are marked for review.',
    'Losses peak in February and in late summer; the peak in summer has grown for three years.',
  ],
  marketing: [
    'Your cover, one more year of calm. / Renewal made short. / Still with you on the road.',
    'Wherever you go: doctor, luggage and the way home are covered, with one number to call.',
  ],
  research: [
    'The second table is smoothed over age and year, so that single bad winters weigh less.',
    'The sign in the third line is wrong: the discount factor belongs in the denominator.',
  ],
};

const FILLER = 'The figures above were taken from the file as it stood on that day and were not checked again. ';

export function question(topic: Topic, random: Random): string {
  return random.pick(QUESTIONS[topic]);
}

/** An answer, drawn out to `padBytes` characters where a test wants large records. */
export function answer(topic: Topic, random: Random, padBytes: number): string {
  const text = random.pick(ANSWERS[topic]);
  if (text.length >= padBytes) return text;
  return `${text} ${FILLER.repeat(Math.ceil((padBytes - text.length) / FILLER.length))}`;
}

export const BLOCKED_TEXT = 'This request cannot be answered. Please ask a colleague.';

export function systemPrompt(topic: Topic): string {
  return `You help the ${topic} desk. Answer briefly and name your source.`;
}
