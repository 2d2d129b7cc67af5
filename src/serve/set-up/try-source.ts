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

type Finding = SourceChecked['findings'][number];

/** Reads an entry by the rules of the file and tries what it names. Stores nothing. */
export async function trySource(entry: Readonly<Record<string, unknown>>, trial: Trial): Promise<SourceChecked> {
  const read = readSourceEntry(entry);
  if ('problems' in read) return { problems: [...read.problems], findings: [], readable: false, block: null };
  const tried = await Promise.all(read.sources.slice(0, MOST_TRIED).map((source) => findingsOf(source, trial)));
  const findings = tried.flat();
  for (const { accountId } of read.discoveries) {
    findings.push(notTried('regions', `the regions of account ${accountId} are asked where they log at each start`));
  }
  const others = read.sources.length - MOST_TRIED;
  if (others > 0)
    findings.push(notTried('others', `${others} further sources of this entry: "ledgerline doctor" tries all`));
  return {
    problems: [],
    findings,
    readable: verdictOf(findings),
    block: stringify({ sources: [entry] }, { lineWidth: 0 }),
  };
}

/** Null where nothing was tried: not known is not fine. */
function verdictOf(findings: readonly Finding[]): boolean | null {
  if (findings.some(({ ok }) => ok === false)) return false;
  return findings.some(({ ok }) => ok === true) ? true : null;
}

function notTried(subject: string, words: string): Finding {
  return { subject, ok: null, words };
}

async function findingsOf(source: SourceConfig, { access, now, withinMs }: Trial): Promise<Finding[]> {
  const { id } = source;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, withinMs, null);
  });
  try {
    const found = await Promise.race([access.check(source, now), late]);
    if (found === null) {
      const words = `no answer within ${withinMs / 1000} seconds: can this machine reach the cloud?`;
      return [{ subject: id, ok: false, words }];
    }
    if (found.length === 0) return [notTried(id, 'access to this kind is tried when it is first collected')];
    return found.map(({ part, ok, words }) => ({
      subject: part === '' ? id : `${id} ${part}`,
      ok,
      // Errors of a source name it themselves.
      words: words.startsWith(`${id}: `) ? words.slice(id.length + 2) : words,
    }));
  } finally {
    clearTimeout(timer);
  }
}
