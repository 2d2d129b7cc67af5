import { describe, expect, it } from 'vitest';
import { codesOf, notesOf } from '../../../test/support/log-keeping.js';
import {
  ENTRIES,
  NO_METADATA,
  OPUS,
  audit,
  bucket,
  exclusion,
  judge,
  model,
  newestRow,
  off,
  records,
  refused,
  sinks,
  table,
  type Row,
} from '../../../test/support/vertex-keeping.js';

const AT_GLOBAL = { region: 'global' };

const VERDICTS: Row[] = [
  // Inference metadata in Cloud Logging.
  [
    'metadata kept for 30 days at the global endpoint',
    [off(), audit(), ...ENTRIES, ...records('inferenceMetadata', 30, 0)],
    'kept',
    [],
    [],
    AT_GLOBAL,
  ],
  [
    'metadata kept for 7 days',
    [off(), audit(false), sinks(), bucket(7), ...records('inferenceMetadata', 7, 0)],
    'not kept',
    ['keptTooShort', 'notWholeYet'],
    ['callersNotLogged', 'textNotLogged'],
  ],
  [
    'metadata beside a sampled table',
    [
      model({ samplingRate: 0.25 }, 'on'),
      table(),
      newestRow(0),
      audit(),
      ...ENTRIES,
      ...records('inferenceMetadata', 30, 0),
    ],
    'kept',
    [],
    ['sampled'],
  ],
  [
    'metadata switched on for the model, and not one entry although calls are metered',
    [off(45, 0, OPUS, 'on'), audit(false), sinks(), bucket(), ...records('inferenceMetadata', null, null)],
    'not kept',
    ['silent'],
    ['callersNotLogged', 'textNotLogged'],
  ],

  // Audit entries alone.
  [
    'audit entries alone, kept for 30 days',
    [off(), audit(), ...ENTRIES, ...NO_METADATA],
    'at risk',
    ['tokensNotLogged'],
    [],
  ],
  [
    'audit entries alone, by a policy of the organisation that the project does not show',
    [off(), audit(false), ...ENTRIES, ...NO_METADATA],
    'at risk',
    ['tokensNotLogged'],
    [],
  ],
  [
    'audit entries alone, the default sink disabled',
    [off(), audit(), sinks({ disabled: true }), bucket(), ...records('audit', 30, 3), ...NO_METADATA],
    'not kept',
    ['sinkDisabled', 'tokensNotLogged', 'silent'],
    [],
  ],
  [
    'audit entries alone, all of them excluded',
    [
      off(),
      audit(),
      sinks({ exclusions: [exclusion('protoPayload.serviceName="aiplatform.googleapis.com"')] }),
      bucket(),
      ...records('audit', 30, 3),
      ...NO_METADATA,
    ],
    'not kept',
    ['excluded', 'tokensNotLogged', 'silent'],
    [],
  ],
  [
    'audit entries alone, ninety-nine of a hundred excluded',
    [
      off(),
      audit(),
      sinks({
        exclusions: [exclusion('protoPayload.serviceName="aiplatform.googleapis.com" AND sample(insertId, 0.99)')],
      }),
      bucket(),
      ...records('audit', 30, 0),
      ...NO_METADATA,
    ],
    'at risk',
    ['excludedInPart', 'tokensNotLogged'],
    [],
  ],
  [
    'audit entries alone, an exclusion of another service',
    [
      off(),
      audit(),
      sinks({ exclusions: [exclusion('resource.type="k8s_container"'), exclusion('severity<ERROR', true)] }),
      bucket(),
      ...records('audit', 30, 0),
      ...NO_METADATA,
    ],
    'at risk',
    ['tokensNotLogged'],
    [],
  ],
  [
    'audit entries alone, their bucket is about to be deleted',
    [
      off(),
      audit(),
      sinks(),
      bucket(30, { lifecycleState: 'DELETE_REQUESTED' }),
      ...records('audit', 30, 0),
      ...NO_METADATA,
    ],
    'not kept',
    ['bucketEnds', 'tokensNotLogged'],
    [],
  ],
  [
    'the sinks may not be read, where the entries are the only record',
    [off(), audit(), refused('sinks', '', 'logging.sinks.list'), bucket(), ...records('audit', 30, 0), ...NO_METADATA],
    'unknown',
    ['routingUnknown', 'tokensNotLogged'],
    [],
  ],
];

describe('the verdict on entries in Cloud Logging', () => {
  it.each(VERDICTS)('%s', (_, settings, state, codes, notes, given) => {
    const { verdict } = judge(settings, given);
    expect([verdict.state, codesOf(verdict), notesOf(verdict)]).toEqual([state, codes, notes]);
  });
});
