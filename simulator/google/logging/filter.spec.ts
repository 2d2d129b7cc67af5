import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../delivery/log-entry.js';
import { readFilter } from './filter.js';
import { ALL_TIME, rangeOf } from './filter-range.js';
import { matches } from './match-entry.js';

const ENTRY: LogEntry = {
  logName: 'projects/p/logs/cloudaudit.googleapis.com%2Fdata_access',
  insertId: '1tif4epd6kb0',
  resource: { type: 'audited_resource', labels: { method: 'StreamRawPredict', service: 's', project_id: 'p' } },
  timestamp: '2026-11-18T10:42:01.526720547Z',
  receiveTimestamp: '2026-11-18T10:46:31.427352665Z',
  severity: 'ERROR',
  protoPayload: {
    status: { code: 8 },
    methodName: 'google.cloud.aiplatform.v1.PredictionService.StreamRawPredict',
    authorizationInfo: [{ permission: 'aiplatform.endpoints.predict' }],
  },
};

describe('a filter of Cloud Logging', () => {
  it.each([
    ['', true],
    ['resource.type="audited_resource"', true],
    ['resource.type=audited_resource', true],
    ['resource.type!="audited_resource"', false],
    ['resource.labels.project_id=("q" OR "p")', true],
    ['protoPayload.methodName:"rawPredict"', true],
    ['protoPayload.methodName=~"RawPredict$"', true],
    ['protoPayload.methodName=~"rawpredict$"', false],
    ['protoPayload.status.code!=0', true],
    ['protoPayload.status.code=8', true],
    ['protoPayload.status.code>8', false],
    ['protoPayload.authorizationInfo.permission="aiplatform.endpoints.predict"', true],
    ['protoPayload.status:*', true],
    ['jsonPayload:*', false],
    ['NOT jsonPayload:*', true],
    ['-jsonPayload:*', true],
    ['severity>=WARNING', true],
    ['severity>ERROR', false],
    ['log_id("cloudaudit.googleapis.com/data_access")', true],
    ['"streamrawpredict"', true],
    ['sample(insertId, 1)', true],
    ['sample(insertId, 0)', false],
    // A client that keeps milliseconds only meets the same entry again.
    ['timestamp>"2026-11-18T10:42:01.526Z"', true],
    ['timestamp>"2026-11-18T10:42:01.526720547Z"', false],
    ['timestamp>=2026-11-18T10:42:01.526720547Z', true],
    ['receiveTimestamp<"2026-11-18T10:46:31Z"', false],
    // OR binds more closely than AND: (severity=INFO OR severity=ERROR) AND resource.type=other.
    ['severity=INFO OR severity=ERROR AND resource.type="other"', false],
    ['(severity=INFO OR (severity=ERROR AND resource.type="audited_resource"))', true],
    ['severity=ERROR\nresource.type="audited_resource" -- both lines', true],
  ])('%s: %s', (text, expected) => {
    expect(matches(readFilter(text), ENTRY)).toBe(expected);
  });

  it.each(['resource.type=', '(severity=ERROR', 'severity=ERROR)', 'lower(severity)', 'timestamp>="soon"'])(
    'is refused where it cannot be read: %s',
    (text) => {
      expect(() => matches(readFilter(text), ENTRY)).toThrow('Unparseable filter');
    },
  );

  it('bounds the time that is searched by what must hold for the whole', () => {
    const range = rangeOf(
      readFilter('a=1 AND timestamp>="2026-11-18T00:00:00Z" AND (timestamp<"2026-11-19T00:00:00Z")'),
      'timestamp',
    );
    expect(range).toEqual({ from: Date.parse('2026-11-18'), to: Date.parse('2026-11-19') });
    expect(rangeOf(readFilter('timestamp>="2026-11-18T00:00:00Z" OR a=1'), 'timestamp')).toEqual(ALL_TIME);
  });
});
