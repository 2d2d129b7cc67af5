import { askRegions, type RegionAnswer } from '../collect/bedrock/ask-regions.js';
import { discoveredSource, type SourceDiscovery } from '../runtime/config/expand-sources.js';
import type { BedrockConfig } from '../runtime/config/schema.js';
import type { DiscoveredSourcesStore, DiscoveryKey, KnownRegion } from '../store/discovered-sources.store.js';

/** What asking the regions of an account came to. */
export interface Discovered {
  readonly sources: readonly BedrockConfig[];
  /** Regions that log to this kind of destination, as they said so now. */
  readonly confirmed: readonly KnownRegion[];
  readonly notes: readonly DiscoveryNote[];
}

export interface DiscoveryNote {
  /** False: somebody has to do something about it. */
  readonly ok: boolean;
  readonly words: string;
}

/**
 * The sources of an account: each region that says that it logs there, and each that was known to. A region that is not
 * asked with success, or that has been switched off since, is read on: its last records may not have been read yet, and a
 * source that disappears would take its gap with it.
 */
export function decideSources(
  discovery: SourceDiscovery,
  answers: readonly RegionAnswer[],
  known: readonly KnownRegion[],
): Discovered {
  const place = `${discovery.entry.id}, account ${discovery.accountId}`;
  const confirmed = answers.flatMap((answer) =>
    'found' in answer ? [{ region: answer.region, destination: answer.found }] : [],
  );
  const kept = known.filter(({ region }) => !confirmed.some((one) => one.region === region));
  const regions = [...confirmed, ...kept].toSorted((a, b) => (a.region < b.region ? -1 : 1));

  const notes: DiscoveryNote[] = [];
  const found = confirmed.map(({ region }) => region).join(', ');
  notes.push({
    ok: regions.length > 0,
    words: `${place}: ${found === '' ? `no region logs to ${wordsOfKind(discovery)}` : `logging found in ${found}`}`,
  });
  for (const { region } of kept) {
    const answer = answers.find((one) => one.region === region);
    const why = answer !== undefined && 'elsewhere' in answer ? answer.elsewhere : 'it could not be asked';
    notes.push({
      ok: answer !== undefined && 'elsewhere' in answer,
      words: `${place}: ${region} was found before and is read on, although ${why}; name the regions to end that`,
    });
  }
  notes.push(...problems(place, answers));
  return {
    sources: regions.map(({ region, destination }) => discoveredSource(discovery, region, destination)),
    confirmed,
    notes,
  };
}

/** Regions that did not answer, together where they gave the same reason. */
function problems(place: string, answers: readonly RegionAnswer[]): DiscoveryNote[] {
  const byReason = new Map<string, { regions: string[]; words: string }>();
  for (const answer of answers) {
    if (!('problem' in answer)) continue;
    const { reason, message } = answer.problem;
    const group = byReason.get(reason) ?? { regions: [], words: message };
    group.regions.push(answer.region);
    byReason.set(reason, group);
  }
  const someAnswered = answers.some((answer) => !('problem' in answer));
  return [...byReason].map(([reason, { regions, words }]) => {
    // Credentials that are good elsewhere are refused where the account has not switched the region on.
    const isNotEnabled = reason === 'credentials' && someAnswered;
    const why = isNotEnabled ? 'not enabled for the account' : words;
    return { ok: isNotEnabled, words: `${place}: not asked in ${regions.join(', ')}: ${why}` };
  });
}

function wordsOfKind({ entry }: SourceDiscovery): string {
  return entry.kind === 'bedrock-s3' ? 'S3' : 'CloudWatch Logs';
}

/** Asks for all accounts that have to be asked, and remembers what was found. */
export async function discoverSources(
  discoveries: readonly SourceDiscovery[],
  store: DiscoveredSourcesStore,
): Promise<Discovered> {
  const parts = await Promise.all(
    discoveries.map(async (discovery) => {
      const key = keyOf(discovery);
      const decided = decideSources(discovery, await askRegions(discovery), await store.known(key));
      if (decided.confirmed.length > 0) await store.keep(key, decided.confirmed);
      return decided;
    }),
  );
  return {
    sources: parts.flatMap(({ sources }) => sources),
    confirmed: parts.flatMap(({ confirmed }) => confirmed),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

/** What was discovered at an earlier start, without asking anybody. */
export async function knownSources(
  discoveries: readonly SourceDiscovery[],
  store: DiscoveredSourcesStore,
): Promise<BedrockConfig[]> {
  const parts = await Promise.all(
    discoveries.map(async (discovery) =>
      (await store.known(keyOf(discovery))).map(({ region, destination }) =>
        discoveredSource(discovery, region, destination),
      ),
    ),
  );
  return parts.flat();
}

function keyOf({ entry, accountId }: SourceDiscovery): DiscoveryKey {
  return { blockId: entry.id, kind: entry.kind, accountId };
}
