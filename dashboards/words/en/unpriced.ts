import { counted } from '../plural.js';

/** Why calls have no price, and what can be done. Backticks mark what is typed as it stands. */
export const unpriced = {
  title: 'Calls without a price',
  known: (tokens: string) => `with ${tokens} known`,
  lead: 'They are counted in requests and tokens everywhere, and are in no amount in USD. Not known is not zero.',
  allPricedTitle: 'Every Claude call in this range has a price.',
  allPriced: 'Nothing is missing from the amounts in USD.',
  allPricedFiltered: 'That is, every one that passes the filters. Calls outside them are not looked at here.',
  columns: {
    modelId: 'Model as called',
    cause: 'Why',
    todo: 'What to do',
    requests: 'Requests',
    tokens: 'Known tokens',
    calls: 'Calls',
  },
  csvTitle: 'Ledgerline, calls without a price',
  csvCode: 'Reason',
  ids: (count: number) => counted(count, 'model id'),
  showAll: (count: number) => `Show all ${counted(count, 'model id')}`,
  open: 'Open',
  callsOf: (modelId: string) => `calls of ${modelId}`,
  foot: 'After a change of the configuration, `ledgerline rerate --dry-run` shows what it does to the past, and `ledgerline rerate` does it.',
  why: {
    idTellsNoModel: 'The id does not tell which model stands behind it.',
    modelNotListed: 'The model is not in the catalogue. No neighbour’s price is used.',
    noRateAtThatTime: 'The price book has no rate of this model for those days.',
    tokensMissing: 'The log does not say how many tokens the calls used.',
    scopeUnknown: 'The id does not tell which endpoint served the calls, and the price depends on it.',
    speedNotOffered:
      'The calls are marked as fast, which this model did not offer on that cloud, on that day, or in a batch.',
    batchNotOffered: 'The calls are marked as a batch, which that cloud does not offer.',
    other: 'The service gives a reason that this page has no words for. Each call says more.',
  },
  todo: {
    idTellsNoModel:
      'Name the model behind each id under `prices.mappings` in the configuration, then `ledgerline rerate`.',
    modelNotListed:
      'A new model needs a newer version of Ledgerline. If the id is another name of a known one, map it under `prices.mappings`. Then `ledgerline rerate`.',
    noRateAtThatTime:
      'Nothing while the model has no public price. Once a version of Ledgerline has one, `ledgerline rerate` prices the past, too.',
    tokensMissing:
      'Nothing can be done about these: neither the counters of the log nor a logged body has them. A guardrail that blocks a call leaves none, and neither does one that was cut off; those that were refused before a model saw them are not billed, and not among these. For calls to come: on Bedrock, log the bodies, which hold the counts where the counters do not; on Vertex AI, switch on a log with tokens wherever only the audit log tells of calls. What Google metered of these stands on Log health.',
    scopeUnknown:
      'Name the `endpointScope` of each id under `prices.mappings` in the configuration, then `ledgerline rerate`.',
    speedNotOffered:
      'Open the calls and check model, cloud and day. If it was offered there, a newer version of Ledgerline has the price; then `ledgerline rerate`.',
    batchNotOffered:
      'Open the calls and check the cloud. If it was offered there, a newer version of Ledgerline has the price; then `ledgerline rerate`.',
    other: 'Open the calls.',
  },
};
