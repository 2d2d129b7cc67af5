import { stringify } from 'yaml';
import type { SourceConfig } from '../../runtime/config/schema.js';
import { readSourceEntry } from '../../runtime/config/source-entry.js';
import type { SourceChecked } from '../answers/set-up.js';
import type { SourceAccess } from '../serve.tokens.js';

/** Sources that one entry stands for and that are tried; the others are of the same kind and told by `ledgerline doctor`. */
const MOST_TRIED = 4;

interface Trial {
  readonly access: SourceAccess;
  readonly now: number;
  /** Trying ends then, whatever is still outstanding. */
  readonly withinMs: number;
}

/** Reads an entry by the rules of the file and tries what it names. Stores nothing. */
export async function trySource(entry: Readonly<Record<string, unknown>>, trial: Trial): Promise<SourceChecked> {
  const read = readSourceEntry(entry);
  if ('problems' in read) return { problems: [...read.problems], findings: [], readable: false, block: null };
  const tried = await Promise.all(read.sources.slice(0, MOST_TRIED).map((source) => findingsOf(source, trial)));
  const findings = tried.flat();
  for (const { accountId } of read.discoveries) {
    const words = `the regions of account ${accountId} are asked where they log when the service starts`;
    findings.push({ subject: 'regions', ok: true, words });
  }
  if (read.sources.length > MOST_TRIED) {
    const words = `${read.sources.length - MOST_TRIED} further sources of this entry were not tried: "ledgerline doctor" tries all`;
    findings.push({ subject: 'further sources', ok: true, words });
  }
  return {
    problems: [],
    findings,
    readable: findings.every(({ ok }) => ok),
    block: stringify({ sources: [entry] }, { lineWidth: 0 }),
  };
}

async function findingsOf(
  source: SourceConfig,
  { access, now, withinMs }: Trial,
): Promise<{ subject: string; ok: boolean; words: string }[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, withinMs, null);
  });
  try {
    const found = await Promise.race([access.check(source, now), late]);
    if (found === null) {
      const words = `no answer within ${withinMs / 1000} seconds: can this machine reach the cloud?`;
      return [{ subject: source.id, ok: false, words }];
    }
    if (found.length === 0) {
      const words = 'the entry is right; access to this kind is first tried when it is collected';
      return [{ subject: source.id, ok: true, words }];
    }
    return found.map(({ part, ok, words }) => ({
      subject: part === '' ? source.id : `${source.id} ${part}`,
      ok,
      words,
    }));
  } finally {
    clearTimeout(timer);
  }
}
