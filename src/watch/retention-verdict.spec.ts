import { describe, expect, it } from 'vitest';
import {
  GROUP,
  OFF,
  ON,
  bucket,
  delivered,
  group,
  keepingOf,
  logging,
  oldest,
  refused,
  rule,
  spell,
  verdict,
} from '../../test/support/bedrock-keeping.js';
import { NOW, day, value } from '../../test/support/log-keeping.js';
import { DAY_MS, HOUR_MS } from '../usage/window.js';

describe('the verdict on the last 30 days', () => {
  it('is about the cloud, whatever we hold ourselves', () => {
    const settings = [logging(ON), group(7), oldest(7), delivered()];
    const whole = verdict(settings, { firstCallAgo: 29 });
    expect([whole.state, whole.own.state]).toEqual(['not kept', 'complete']);
    const kept = verdict([logging(ON), group(90), oldest(90), delivered()], { collected: null });
    expect([kept.state, kept.own.state]).toEqual(['kept', 'none']);
  });

  it('says when the oldest needed record vanishes', () => {
    // The oldest needed record is 30 days old and is kept for 90: it goes in 60 days.
    expect(verdict([logging(ON), group(90), oldest(90), delivered()]).oldestVanishesAt).toBe(NOW + 60 * DAY_MS);
    // The group keeps 7 days, and its oldest record is 7 days old: it goes now.
    expect(verdict([logging(ON), group(7), oldest(7), delivered()]).oldestVanishesAt).toBe(NOW);
    expect(verdict([logging(ON), group(null), oldest(90), delivered()]).oldestVanishesAt).toBeNull();
    // Logging is off, yet what was written before stays for a while.
    const off = verdict([logging(ON, 60, 1), logging(OFF, 1), group(30, { from: 60 }), oldest(30), delivered()]);
    expect(off.oldestVanishesAt).toBe(NOW);
  });

  it('says from when on the last 30 days are whole again', () => {
    const on = verdict([
      logging(OFF, 20, 5),
      logging(ON, 5),
      group(90, { from: 5, createdAgo: 5 }),
      oldest(5),
      delivered(),
    ]);
    expect(on.heldDays).toBe(5);
    expect(on.wholeFrom).toBe(day(5) + 30 * DAY_MS);
    expect(on.words).toContain('whole from 2026-12-16 on');
  });

  it('gives a command for what is wrong, and the statement for what may not be read', () => {
    const short = verdict([logging(ON), group(14), oldest(14), delivered()]);
    expect(short.reasons[0]?.action?.command).toBe(
      'aws logs put-retention-policy --region us-east-1 --log-group-name /bedrock/invocations --retention-in-days 30',
    );
    const off = verdict([logging(ON, 60, 1), logging(OFF, 1)]);
    expect(off.reasons[0]?.action?.command).toContain(
      `aws bedrock put-model-invocation-logging-configuration --region us-east-1 --logging-config '{"cloudWatchConfig":{"logGroupName":"/bedrock/invocations"`,
    );
    const hidden = verdict(bucket(rule({ expiresAfterDays: 20 })));
    expect(hidden.reasons[0]?.action?.command).toContain('aws s3api put-bucket-lifecycle-configuration');
    const keeping = keepingOf([logging(ON), refused('logGroup', GROUP, 'logs:DescribeLogGroups')]);
    expect(JSON.parse(keeping.unread[0]?.action.policy ?? '')).toEqual({
      Effect: 'Allow',
      Action: 'logs:DescribeLogGroups',
      Resource: '*',
    });
  });

  it('keeps what a cloud calls its things one word of a shell', () => {
    const settings = [logging({ ...ON, logGroup: "it's; rm -rf /" }), delivered()];
    const sly = spell(
      'logGroup',
      "it's; rm -rf /",
      value({ exists: true, retentionDays: 1, logGroupClass: 'STANDARD', createdAt: null }),
    );
    const { reasons } = verdict([...settings, sly]);
    expect(reasons[0]?.action?.command).toContain(String.raw`--log-group-name 'it'\''s; rm -rf /'`);
  });

  it('shows what was seen, from when to when', () => {
    const { reasons } = verdict([logging(ON, 60), group(14, { from: 3 }), oldest(14), delivered()]);
    expect(reasons[0]?.evidence[0]).toEqual({
      setting: 'logGroup',
      resource: GROUP,
      words: 'retention 14 days, class STANDARD',
      firstSeenAt: day(3),
      lastSeenAt: NOW,
    });
  });

  it('tells until when a gap of ours can still be filled', () => {
    const collected = [
      { from: day(31), to: day(3) },
      { from: day(3) + 6 * HOUR_MS, to: NOW },
    ];
    const { own, reasons } = verdict([logging(ON), group(30), oldest(30), delivered()], { collected });
    expect(own.state).toBe('partial');
    // Three days ago, kept for 30.
    expect(reasons.find(({ code }) => code === 'notCollected')?.words).toBe(
      '2026-11-18 12:00 to 2026-11-18 18:00 UTC has not been collected; the cloud keeps its records for 30 days, until 2026-12-18.',
    );
  });

  it('notes what is logged but says less than an investigation may need', () => {
    const silent = verdict([logging({ ...ON, textDelivered: false }), group(90), oldest(90), delivered()]);
    expect([silent.state, silent.reasons.map(({ code }) => code)]).toEqual(['kept', ['textNotDelivered']]);
    const cut = verdict([logging({ ...ON, largeData: null }), group(90), oldest(90), delivered()]);
    expect(cut.reasons.map(({ code }) => code)).toEqual(['largeBodiesLost']);
  });
});
