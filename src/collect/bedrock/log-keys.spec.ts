import { describe, expect, it } from 'vitest';
import { holdsRecords, hourFolder, hoursOf, parseObjectPath } from './log-keys.js';

const at = (text: string) => Date.parse(`2026-11-${text}Z`);
const place = { accountId: '022346938362', region: 'eu-west-1' };

describe('hoursOf', () => {
  it.each([
    ['whole hours', '20T10:00', '20T12:00', ['20T11:00', '20T10:00']],
    ['the running hour', '20T12:00', '20T12:07', ['20T12:00']],
    ['from within an hour: that folder began before', '20T10:30', '20T12:00', ['20T11:00']],
    ['across a day', '19T23:00', '20T01:00', ['20T00:00', '19T23:00']],
    ['within one hour', '20T10:30', '20T10:45', []],
  ])('%s', (_, from, to, expected) => {
    const hours = hoursOf({ from: at(`${from}:00`), to: at(`${to}:00`) });
    expect(hours).toEqual(expected.map((hour) => at(`${hour}:00`)));
  });

  it('puts each hour into exactly one of two windows that meet', () => {
    const [from, cut, to] = [at('20T00:00:00'), at('20T07:31:00'), at('21T00:00:00')];
    const parts = [...hoursOf({ from: cut, to }), ...hoursOf({ from, to: cut })];
    expect(parts).toEqual(hoursOf({ from, to }));
  });
});

describe('hourFolder', () => {
  const hour = at('20T07:00:00');
  const folder = 'AWSLogs/022346938362/BedrockModelInvocationLogs/eu-west-1/2026/11/20/07/';
  it.each([
    [undefined, folder],
    ['', folder],
    ['bedrock/logs', `bedrock/logs/${folder}`],
    ['bedrock/logs/', `bedrock/logs/${folder}`],
  ])('under the prefix %s', (keyPrefix, expected) => {
    expect(hourFolder({ ...place, keyPrefix }, hour)).toBe(expected);
  });
});

describe('holdsRecords', () => {
  it.each([
    ['…/07/20261120T070102Z_9f2a.json.gz', 900, true],
    ['…/07/data/1f0d_output.json.gz', 900, false],
    ['…/07/amazon-bedrock-logs-permission-check', 12, false],
    ['…/07/20261120T070102Z_9f2a.json.gz', 0, false],
  ])('%s of %i bytes: %s', (key, bytes, expected) => {
    expect(holdsRecords(key, bytes)).toBe(expected);
  });
});

describe('parseObjectPath', () => {
  it.each([
    ['s3://logs/a/b c/data/1_output.json.gz', { bucket: 'logs', key: 'a/b c/data/1_output.json.gz' }],
    ['s3://logs', null],
    ['s3://logs/', null],
    ['https://logs.s3.amazonaws.com/a', null],
    ['file:///etc/passwd', null],
    ['s3://user@host/a', null],
    ['', null],
  ])('%s', (path, expected) => {
    expect(parseObjectPath(path)).toEqual(expected);
  });
});
