import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import type { Message } from '../../usage/alert.js';
import { channelsSchema } from '../../runtime/config/watch-schema.js';
import { buildChannels } from './build-channels.js';
import { isPublicAddress } from './public-address.js';
import { sendTest } from './send-test.channel.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const KEY = '0d6b6f3e-2d57-4a8e-9b59-2a1b9f0a7c11';
const MESSAGE: Message = {
  items: [
    {
      alertId: 'f3b0b5a4-58a6-4b43-9d6f-27f2c62f90a3',
      check: 'retention',
      subject: 'bedrock/111122223333/us-east-1',
      news: 'opened',
      from: 'OK',
      state: 'ALERT',
      at: '2026-11-21T12:00:00.000Z',
      words: 'The log group <!channel> & co keeps records for 7 days.',
      link: '/log-health',
    },
  ],
};

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const open: { close(done?: () => void): unknown }[] = [];
afterEach(() => {
  while (open.length > 0) open.pop()?.close();
});

async function portOf(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A receiver on this machine that answers with a status. */
async function receive(status = 200, headers: Record<string, string> = {}) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(status, headers).end('ok');
    });
  });
  return { received, port: await portOf(server) };
}

/** The one channel of a configuration. */
function channelOf(config: Record<string, unknown>) {
  const configs = channelsSchema(z.string()).parse([{ id: 'ops', ...config }]);
  const channel = buildChannels(configs, 'https://ledger.example.com').get('ops');
  if (channel === undefined) throw new Error('no channel was built');
  return channel;
}

const send = (config: Record<string, unknown>) =>
  channelOf(config).send({ key: KEY, message: MESSAGE, now: NOW }, AbortSignal.timeout(10_000));

const webhook = (port: number, more = {}) => ({
  kind: 'webhook',
  url: `http://127.0.0.1:${port}/hook?a=b`,
  secret: 'shared',
  allowPrivateAddresses: true,
  ...more,
});

async function mailbox() {
  const mails: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _, done) =>
      username === 'ledger' && password === 'pass' ? done(null, { user: username }) : done(new Error('refused')),
    onData: (stream, _, done) => {
      let mail = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => (mail += chunk));
      stream.on('end', () => {
        mails.push(mail);
        done();
      });
    },
  });
  open.push(server);
  const listening = await new Promise<AddressInfo | string | null>((resolve) => {
    const inner = server.listen(0, '127.0.0.1', () => resolve(inner.address()));
  });
  return { mails, port: typeof listening === 'object' && listening !== null ? listening.port : 0 };
}
const email = (port: number, more = {}) => ({
  kind: 'email',
  host: '127.0.0.1',
  port,
  tls: 'none',
  username: 'ledger',
  password: 'pass',
  from: 'Ledgerline <ledger@example.com>',
  to: ['oncall@example.com', 'security@example.com'],
  allowPrivateAddresses: true,
  ...more,
});

describe('a webhook', () => {
  it('gets signed JSON with the key by which it recognises a repetition', async () => {
    const { received, port } = await receive();
    await send(webhook(port));
    await send(webhook(port));
    expect(received.map(({ headers }) => headers['idempotency-key'])).toEqual([KEY, KEY]);
    const [first] = received;
    const seconds = NOW / 1000;
    const digest = createHmac('sha256', 'shared').update(`${seconds}.${first?.body}`).digest('hex');
    expect(first?.headers['ledgerline-signature']).toBe(`t=${seconds},v1=${digest}`);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      id: KEY,
      title: 'Ledgerline ALERT: retention of bedrock/111122223333/us-east-1 began',
      alerts: [{ state: 'ALERT', from: 'OK', link: 'https://ledger.example.com/log-health' }],
    });
  });

  it.each([
    ['an error', 500, {}, 'channel ops: the receiver has not taken the message: it answers 500'],
    ['a redirect', 302, { location: 'http://169.254.169.254/' }, /answers with a redirect \(302\), which is refused/],
  ])('that answers with %s has not taken it', async (_, status, headers, words) => {
    const { received, port } = await receive(status, headers);
    await expect(send(webhook(port))).rejects.toThrow(words);
    expect(received).toHaveLength(1);
  });

  it('that never answers is given up in time', async () => {
    const server = createServer(() => {});
    const port = await portOf(server);
    await expect(send(webhook(port, { timeoutSeconds: 0.2 }))).rejects.toThrow('no answer in time');
    server.closeAllConnections();
  });

  it('on this machine is refused unless that is meant, before anything is sent', async () => {
    const { received, port } = await receive();
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433'])
      await expect(
        send(webhook(port, { url: `http://${host}:${port}/`, allowPrivateAddresses: false })),
      ).rejects.toThrow('its address is private, loopback or link-local');
    expect(received).toEqual([]);
  });

  it('that cannot be reached is told of without its address', async () => {
    const failure = send(webhook(1, { url: 'http://127.0.0.1:1/secret-path' }));
    await expect(failure).rejects.toThrow('channel ops: the receiver has not taken the message: ECONNREFUSED');
    await expect(failure).rejects.not.toThrow('secret-path');
  });
});

describe('addresses', () => {
  it.each([
    '10.0.0.1',
    '172.16.3.4',
    '192.168.1.1',
    '127.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'not an address',
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));
  it.each(['1.1.1.1', '52.94.236.248', '2606:4700::1111'])('%s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});

describe('Slack', () => {
  it('gets blocks in which nothing that we quote is a link or a mention', async () => {
    const { received, port } = await receive();
    await send({ kind: 'slack', webhookUrl: `http://127.0.0.1:${port}/services/x`, allowPrivateAddresses: true });
    const body = received[0]?.body ?? '';
    expect(body).toContain('&lt;!channel&gt; &amp; co');
    expect(body).toContain('<https://ledger.example.com/log-health|Open>');
    expect(JSON.parse(body)).toMatchObject({
      blocks: [{ type: 'header' }, { type: 'section' }, { type: 'context' }],
    });
  });
});

const teams = (port: number) => ({
  kind: 'teams',
  webhookUrl: `http://127.0.0.1:${port}/workflows/x/triggers/manual/paths/invoke?sig=s3cret`,
  allowPrivateAddresses: true,
});

describe('Microsoft Teams', () => {
  it('gets an Adaptive Card in which nothing that we quote is read as Markdown', async () => {
    const { received, port } = await receive(202);
    await send(teams(port));
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            type: 'AdaptiveCard',
            body: [
              { type: 'RichTextBlock' },
              {
                type: 'Container',
                style: 'attention',
                items: [
                  { inlines: [{ type: 'TextRun' }] },
                  { inlines: [{ type: 'TextRun', text: MESSAGE.items[0]?.words }] },
                  { actions: [{ type: 'Action.OpenUrl', url: 'https://ledger.example.com/log-health' }] },
                ],
              },
              { inlines: [{ text: KEY }] },
            ],
          },
        },
      ],
    });
  });

  it('gets no more than it takes, and the number of those that are left out', async () => {
    const { received, port } = await receive(202);
    const [item] = MESSAGE.items;
    if (item === undefined) throw new Error('the message is empty');
    const items = Array.from({ length: 30 }, () => ({ ...item, words: 'ü'.repeat(3_000) }));
    await channelOf(teams(port)).send({ key: KEY, message: { items }, now: NOW }, AbortSignal.timeout(10_000));
    const body = received[0]?.body ?? '';
    expect(Buffer.byteLength(body)).toBeLessThan(28_000);
    expect(body).toMatch(/and 2\d more/);
  });

  it('that refuses is told of without the address', async () => {
    const { port } = await receive(400);
    const failure = send(teams(port));
    await expect(failure).rejects.toThrow('channel ops: Teams has not taken the message: it answers 400');
    await expect(failure).rejects.not.toThrow('s3cret');
  });
});

const pagerduty = (port: number) => ({
  kind: 'pagerduty',
  routingKey: '0123456789abcdef0123456789abcdef',
  eventsUrl: `http://127.0.0.1:${port}/v2/enqueue`,
  allowPrivateAddresses: true,
});

describe('PagerDuty', () => {
  const told = async (changes: Partial<Message['items'][number]>) => {
    const { received, port } = await receive(202);
    const items = MESSAGE.items.map((item) => ({ ...item, ...changes }));
    await channelOf(pagerduty(port)).send({ key: KEY, message: { items }, now: NOW }, AbortSignal.timeout(10_000));
    return received.map(({ body }): unknown => JSON.parse(body));
  };
  const dedupKey = `ledgerline/${MESSAGE.items[0]?.alertId}`;

  it.each([
    ['what begins', { news: 'opened', state: 'ALERT' }, [['trigger', 'critical']]],
    ['a warning', { news: 'opened', state: 'WARN' }, [['trigger', 'warning']]],
    ['what becomes better', { news: 'eased', state: 'WARN' }, [['trigger', 'warning']]],
    ['what can no longer be told', { news: 'lost', state: 'UNKNOWN' }, [['trigger', 'warning']]],
    ['what is over', { news: 'resolved', state: 'OK' }, [['resolve', undefined]]],
    [
      'a test',
      { news: 'opened', state: 'OK' },
      [
        ['trigger', 'info'],
        ['resolve', undefined],
      ],
    ],
  ] as const)('is told of %s under the key of the alert', async (_, changes, events) => {
    expect(await told(changes)).toMatchObject(
      events.map(([action, severity]) => ({
        routing_key: '0123456789abcdef0123456789abcdef',
        event_action: action,
        dedup_key: dedupKey,
        ...(severity === undefined ? {} : { payload: { severity, source: 'bedrock/111122223333/us-east-1' } }),
      })),
    );
  });

  it('that refuses is told of without its key', async () => {
    const { port } = await receive(429);
    const failure = send(pagerduty(port));
    await expect(failure).rejects.toThrow('channel ops: PagerDuty has not taken the message: it answers 429');
    await expect(failure).rejects.not.toThrow('0123456789abcdef');
  });
});

describe('e-mail', () => {
  it('goes to everybody, in plain text, with an id that is the same when it is sent again', async () => {
    const { mails, port } = await mailbox();
    await send(email(port));
    await send(email(port));
    expect(mails.map((mail) => /^Message-ID: (.*)$/m.exec(mail)?.[1])).toEqual([
      `<${KEY}@ledgerline>`,
      `<${KEY}@ledgerline>`,
    ]);
    expect(mails[0]).toContain('To: oncall@example.com, security@example.com');
    expect(mails[0]).toContain('Subject: Ledgerline ALERT: retention of');
    expect(mails[0]).toContain('https://ledger.example.com/log-health');
  });

  it('is not sent to a relay on this machine unless that is meant', async () => {
    const { mails, port } = await mailbox();
    await expect(send(email(port, { allowPrivateAddresses: false }))).rejects.toThrow(/private, loopback/);
    expect(mails).toEqual([]);
  });

  it('says what is wrong without the password', async () => {
    const { port } = await mailbox();
    const failure = send(email(port, { password: 'hunter2' }));
    await expect(failure).rejects.toThrow('channel ops: 127.0.0.1 has not taken the message: EAUTH');
    await expect(failure).rejects.not.toThrow('hunter2');
  });
});

describe('a test message', () => {
  it('says that it is one, and whether it was taken', async () => {
    const { received, port } = await receive();
    const config = { kind: 'webhook', url: `http://127.0.0.1:${port}/`, secret: 's', allowPrivateAddresses: true };
    expect(await sendTest(channelOf(config), KEY, NOW)).toEqual({
      sent: true,
      words: 'channel ops: the message was taken',
    });
    expect(received[0]?.body).toContain('A test: if you read this, the channel works.');
    const refused = await receive(403);
    const words = 'channel ops: the receiver has not taken the message: it answers 403';
    expect(await sendTest(channelOf({ ...config, url: `http://127.0.0.1:${refused.port}/` }), KEY, NOW)).toEqual({
      sent: false,
      words,
    });
  });
});
