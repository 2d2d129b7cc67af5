import { buildSettingsSources } from '../collect/build-settings-source.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import type { VerdictAnswer } from '../serve/answers/verdict.js';
import { shapeVerdict } from '../serve/verdict-shape.js';
import { withObserved } from '../usage/observed-setting.js';
import type { StoredPlaces } from '../watch/places.reader.js';
import { judgePlaces } from '../watch/watched-places.js';
import { watchedSources } from '../watched-sources.js';

interface RetentionFinding {
  readonly subject: string;
  readonly ok: boolean;
  readonly words: string;
}

export interface RetentionExamination {
  readonly findings: readonly RetentionFinding[];
  readonly verdict: VerdictAnswer;
  /** Commands to copy and statements to grant, for people; empty when there is nothing to do. */
  readonly advice: string;
}

export interface RetentionSubjects {
  readonly sources: readonly SourceConfig[];
  /** What the database knows; null when it cannot be asked. */
  readonly stored: StoredPlaces | null;
  readonly requiredDays: number;
  readonly now: number;
}

/** Reading every setting of every account may take this long. */
const READING_MS = 120_000;

/** Whether the logs are kept, from the settings as they are now, read for real, and from what is stored. Stores nothing. */
export async function examineRetention({
  sources,
  stored,
  requiredDays,
  now,
}: RetentionSubjects): Promise<RetentionExamination> {
  const {
    settings: history,
    usage,
    metered,
    covered,
  } = stored ?? { settings: [], usage: [], metered: [], covered: new Map() };
  const unreachable: string[] = [];
  const readers = buildSettingsSources({
    sources,
    called: usage.map((place) => ({ ...place, modelId: null })),
    now: () => now,
    onUnreachable: (words) => unreachable.push(words),
  });
  let settings = [...history];
  const inTime = AbortSignal.timeout(READING_MS);
  for (const seen of await Promise.all(readers.map((reader) => reader.read(inTime))))
    settings = withObserved(settings, seen, now);
  const { judged, others } = judgePlaces({
    settings,
    sources: watchedSources(sources),
    usage,
    metered,
    covered,
    requiredDays,
    now,
  });
  const verdict = shapeVerdict(requiredDays, judged, others);
  return {
    verdict,
    findings: [
      ...verdict.places.flatMap(findingsOf),
      ...unreachable.map((words) => ({ subject: 'retention', ok: false, words })),
    ],
    advice: verdict.places.map(adviceOf).join(''),
  };
}

type Place = VerdictAnswer['places'][number];

function nameOf({ accountName, region }: Place): string {
  return region === '' ? accountName : `${accountName} ${region}`;
}

/** The promise is broken when it is not kept, or not for sure: only `kept` is fine. */
function findingsOf(place: Place): RetentionFinding[] {
  const ok = place.state === 'kept';
  const name = nameOf(place);
  const subject = `retention ${name}`;
  return [
    { subject, ok, words: `${place.state}. ${place.words}` },
    ...place.missingPermissions.map(({ permission, on }) => ({
      subject: `permission ${name}`,
      ok,
      words: `${permission} on ${on} is not granted${ok ? '; the verdict does not hang on it' : ''}`,
    })),
  ];
}

function adviceOf(place: Place): string {
  const { reasons, missingPermissions } = place;
  const actions = [
    ...reasons.flatMap(({ action }) => (action === null ? [] : [action])),
    ...missingPermissions.map(({ action }) => action),
  ];
  return actions
    .map(({ words, command, policy }) => `\n${nameOf(place)}: ${words}\n${indented(command ?? policy ?? '')}`)
    .join('');
}

function indented(text: string): string {
  return text === '' ? '' : `${text.replaceAll(/^/gm, '    ')}\n`;
}
