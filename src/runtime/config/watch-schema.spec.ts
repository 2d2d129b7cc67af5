import { describe, expect, it } from 'vitest';
import { configurations, type Mistake } from '../../../test/support/configuration.js';

const { mistakes } = configurations();

const MISTAKES: Mistake[] = [
  [
    'fewer days than are promised',
    'alerts: { retentionDays: 14 }',
    '1:26 alerts.retentionDays: 14 is below 30: activity is to be kept for at least 30 days',
  ],
  [
    'an alert that comes before its warning',
    'alerts: { checks: { quarantine: { alert: 5 } } }',
    '1:42 alerts.checks.quarantine.alert: 5 is below the 10 at which it warns',
  ],
  [
    "a channel's secret that stands in the file",
    'channels: [{ id: ops, kind: slack, webhookUrl: "https://hooks.slack.com/services/T/B/x" }]',
    '1:48 channels[0].webhookUrl: a secret must not stand in this file: write ${env:NAME} and set NAME in the environment',
  ],
  [
    'a check that a channel cannot be told of',
    'channels: [{ id: ops, kind: slack, webhookUrl: "${env:HOOK}", checks: [retentoin] }]',
    '1:72 channels[0].checks[0]: "retentoin" is not a check; did you mean "retention"?',
  ],
];

describe('mistakes in alerts and channels', () => {
  it.each(MISTAKES)('name %s', (_, text, expected) => {
    expect(mistakes(text, { HOOK: 'https://hooks.slack.com/services/T/B/x' })).toEqual([`c.yaml:${expected}`]);
  });
});
