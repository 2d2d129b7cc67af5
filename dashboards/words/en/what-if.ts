import { counted } from '../plural.js';

/** Costs as they could have been, of one call and of a period. */
export const whatIf = {
  changes: {
    scope: (to: string) => `Through the ${to} endpoint`,
    model: (to: string) => `With ${to}`,
    withoutCaching: 'Without caching',
    oneHourCaching: 'With caches kept one hour',
  },
  /** Whether a call could have gone to the global endpoint. */
  possible: {
    possible: 'possible',
    blockedByPolicy: 'blocked by policy',
    notOffered: 'not offered there',
    provisioned: 'on provisioned throughput',
  },
  policy: (name: string) => `blocked by the policy ${name}`,
  columns: { change: 'Change', cost: 'Cost, USD', difference: 'Difference, USD' },
  asItWas: 'As it was',
  request: {
    title: 'What if',
    lead: 'What this call would have cost otherwise, at list price. A negative difference is a saving.',
    nothing: 'The call has no list price, so there is nothing to compare with.',
  },
  period: {
    title: 'What would it have cost …',
    lead: 'Every call of the range is priced again with one thing changed, at list price. Nothing is changed by asking.',
    change: 'Change',
    choices: {
      scope: 'Another endpoint',
      model: 'Another model',
      withoutCaching: 'Without caching',
      oneHourCaching: 'One-hour caches',
    },
    target: { scope: 'Endpoint', model: 'Model' },
    chooseModel: 'Choose a model',
    by: 'By',
    was: 'Cost as it was',
    imagined: 'Would have cost',
    difference: 'Difference',
    share: 'Difference, %',
    requests: 'Requests compared',
    foot: 'Rows add up to the total. Both costs are of the requests compared. A negative difference is a saving.',
    noteOf: (letter: string, text: string) => `Note ${letter}: ${text}`,
    notes: 'Why this is no promise',
    notImagined: 'Left out of both costs',
    concerns: (count: number) => counted(count, 'request'),
    csvTitle: 'Ledgerline, what it would have cost',
    csvFile: 'ledgerline-what-if',
    csvChange: 'Change',
    csvNotes: 'Caveats',
  },
};
