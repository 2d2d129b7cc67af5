import {
  BEDROCK_SETTINGS,
  logGroupSchema,
  type InvocationLogging,
  type LogDelivery,
} from '../../usage/bedrock-settings.js';
import type { PlaceQuestion } from '../place-question.js';
import { changeLogging, repairDelivery } from './bedrock-remedies.js';
import type { Note } from '../log-keeping.js';
import type { Latest, SettingsOfPlace } from '../settings-of-place.js';

/** What is logged but says less than an investigation may need. None of it breaks the promise; each can be mended. */
export function bedrockNotes(
  place: PlaceQuestion,
  settings: SettingsOfPlace,
  current: InvocationLogging | null,
  delivery: Latest<LogDelivery>,
): Note[] {
  if (current === null) return [];
  const notes: Note[] = [];
  const add = (code: string, words: string, action: Note['action'] = null) =>
    notes.push({ code, words, action, evidence: [] });
  if (!current.textDelivered) {
    add(
      'textNotDelivered',
      'Text delivery is off: records tell who called which model when and how many tokens it took, but not what was asked and answered, and the split of cache writes by lifetime is assumed.',
      changeLogging(place, 'Set textDataDeliveryEnabled to true if prompts and answers may be logged.'),
    );
  } else if (current.logGroup !== null && current.bucket === null && current.largeData === null) {
    add(
      'largeBodiesLost',
      'Bodies over 100 KB are stored nowhere: the records go to CloudWatch Logs alone and no bucket for large data is set.',
      changeLogging(
        place,
        'Set cloudWatchConfig.largeDataDeliveryS3Config to a bucket of the same account and region.',
      ),
    );
  }
  if (current.logGroup !== null) {
    const group = settings.latest(BEDROCK_SETTINGS.logGroup, current.logGroup, logGroupSchema);
    if (group.state === 'known' && group.value.exists && group.value.logGroupClass !== 'STANDARD') {
      const { logGroupClass } = group.value;
      add(
        'logGroupClass',
        `The log group is of class ${logGroupClass}, for which CloudWatch Logs offers only some of its ways to read; the class of a group cannot be changed.`,
      );
    }
    const others = place.reads.filter(({ resource }) => !resource.startsWith('s3://') && resource !== current.logGroup);
    if (others.length > 0 && !place.reads.some(({ resource }) => resource === current.logGroup))
      add(
        'readsOtherGroup',
        `Bedrock writes to log group ${current.logGroup}, but the source reads ${others.map(({ resource }) => resource).join(', ')}: correct logGroup in the configuration.`,
      );
  }
  if (delivery.state === 'known' && delivery.value.largeData.failed > 0) {
    add(
      'largeDataFailed',
      `${delivery.value.largeData.failed} deliveries of large bodies failed in the last 24 hours: those bodies are lost, their records are not.`,
      repairDelivery(place, `bucket for large data`),
    );
  }
  return notes;
}
