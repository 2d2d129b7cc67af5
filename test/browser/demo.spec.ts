import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../src/runtime/package-root.js';
import { launchBrowser } from '../support/browser.js';
import { type ServiceProcess, startLedgerline } from '../support/service-process.js';
import { whenIdentified } from '../support/when-identified.js';

const TOKEN = 'bootstrap-token-of-this-test';
/** Every run takes pictures, to be looked at; LEDGERLINE_SCREENS=docs/screens renews those of the documentation. */
const SCREENS = process.env['LEDGERLINE_SCREENS'] ?? '.cache/screens';

const sourcesSchema = z.object({ sources: z.array(z.object({ state: z.string() })) });
const totalsSchema = z.object({
  completeUpTo: z.string(),
  totals: z.object({
    requests: z.number(),
    unpricedRequests: z.number(),
    costUsd: z.string(),
    premiumUsd: z.string(),
    tokens: z.object({
      input: z.number(),
      cacheRead: z.number(),
      cacheWrite5m: z.number(),
      cacheWrite1h: z.number(),
      output: z.number(),
    }),
  }),
});
const premiumSchema = z.object({ totals: z.object({ premiumUsd: z.string(), savingUsd: z.string() }) });
const codingSessionsSchema = z.object({
  totals: z.object({ costUsd: z.string() }),
  sessions: z.number(),
  rows: z.array(z.object({ session: z.string(), requests: z.number(), costUsd: z.string() })),
});
const whatIfSchema = z.object({ totals: z.object({ differenceUsd: z.string() }) });
const runsSchema = z.object({ runs: z.array(z.object({ state: z.string(), kind: z.string(), events: z.number() })) });
const violationsSchema = z.array(z.string());
const ledgerSchema = z.object({
  total: z.object({ requests: z.number(), costUsd: z.string(), tokens: z.record(z.string(), z.number()) }),
});
const otherLedgerSchema = z.object({
  total: z.object({
    calls: z.number(),
    costUsd: z.string(),
    tokens: z.record(z.string(), z.number()),
  }),
});
const billedSchema = z.object({
  totals: z.object({ days: z.number(), billedUsd: z.string(), computedUsd: z.string(), differenceUsd: z.string() }),
});
const throughputSchema = z.object({
  rows: z.array(
    z.object({
      cloud: z.string(),
      accountId: z.string(),
      region: z.string(),
      model: z.string().nullable(),
      endpointScope: z.string().nullable(),
      modelId: z.string().nullable(),
      modelIds: z.number(),
      limits: z.array(z.object({ key: z.string() })),
    }),
  ),
});
const deploymentsSchema = z.object({
  deployments: z.array(z.object({ accountId: z.string(), name: z.string(), from: z.string() })),
});
const verdictSchema = z.object({
  places: z.array(
    z.object({ cloud: z.string(), accountName: z.string(), region: z.string(), state: z.string(), words: z.string() }),
  ),
});
const alertsSchema = z.object({
  alerts: z.array(z.object({ alertId: z.string(), check: z.string(), state: z.string(), words: z.string() })),
});
const unloggedSchema = z.object({
  totals: z.object({ costUsd: z.string() }),
  rows: z.array(z.object({ cloud: z.string(), cause: z.string() })),
});

let folder = '';
let demo: ServiceProcess;
let url = '';
let browser: Browser;
let page: Page;
const problems: string[] = [];

async function get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(response.status).toBe(200);
  return schema.parse(await response.json());
}

/** Of the month to date. */
async function unpricedRequests(): Promise<number> {
  return (await get('/api/v1/costs', totalsSchema)).totals.unpricedRequests;
}

/** A UTC day, so many days ago. */
function dayBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** Past days only: calls that come in meanwhile would part the page from the answer. */
function pastDays(): string {
  return `from=${dayBefore(20)}&to=${dayBefore(2)}`;
}

/** What axe-core finds serious or critical on a page, one line each. */
async function seriousViolations(on: Page = page): Promise<string[]> {
  // The page's policy keeps scripts of others out; what is evaluated is none.
  await on.evaluate(axe.source);
  const found = await on.evaluate(
    `axe.run().then(({ violations }) => violations
       .filter(({ impact }) => impact === 'serious' || impact === 'critical')
       .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
  );
  return violationsSchema.parse(found);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-demo-'));
  demo = startLedgerline(['demo', '--port', '0', '--data-dir', folder], {
    LEDGERLINE_BOOTSTRAP_TOKEN: TOKEN,
    DATABASE_URL: '',
  });
  url = await demo.ready;
  for (;;) {
    const { sources } = await get('/api/v1/sources', sourcesSchema);
    if (sources.length > 0 && sources.every(({ state }) => state === 'ok')) break;
    await sleep(500);
  }
  await whenIdentified(url, TOKEN);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(await demo.signInUrl);
}, 600_000);

afterAll(async () => {
  await browser?.close();
  demo?.kill('SIGTERM');
  await demo?.exited;
  await rm(folder, { recursive: true, force: true });
});

const retentionAlerts = async () =>
  (await get('/api/v1/alerts', alertsSchema)).alerts.filter(({ check }) => check === 'retention');

describe('the demo', () => {
  it('collects 60 days over the wire: at least 200,000 calls, equal to the ledger to the token and the pico-dollar', async () => {
    const ledgerUrl = /^ledger (\S+)/m.exec(demo.output())?.[1] ?? '';
    // Records may be up to 90 minutes late; before that, everything has arrived.
    const to = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 2 * 3_600_000).toISOString();
    const from = new Date(Date.parse(to) - 61 * 86_400_000).toISOString();
    const { totals } = await get(`/api/v1/costs?from=${from}&to=${to}&filter=cloud%3Dbedrock`, totalsSchema);
    const response = await fetch(`${ledgerUrl}?from=${from}&to=${to}&profiles=existing`);
    const { total } = ledgerSchema.parse(await response.json());
    const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = totals.tokens;
    expect(totals.requests).toBeGreaterThanOrEqual(200_000);
    expect(totals.requests).toBe(total.requests);
    expect({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }).toEqual(total.tokens);
    expect(totals.costUsd).toBe(total.costUsd);
    expect(totals.premiumUsd).toMatch(/^\d+\.\d+$/);
  });

  it('joins eight weeks of what the logs of Vertex AI tell: to the token and the pico-dollar what the ledger knows to be readable', async () => {
    const ledgerUrl = /^google ledger (\S+)/m.exec(demo.output())?.[1] ?? '';
    const to = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 2 * 3_600_000).toISOString();
    const range = `from=${new Date(Date.parse(to) - 56 * 86_400_000).toISOString()}&to=${to}`;
    const response = await fetch(`${ledgerUrl}?${range}&base=tokens`);
    const { total } = otherLedgerSchema.parse(await response.json());
    const collected = async () => {
      const { totals } = await get(`/api/v1/costs?${range}&filter=cloud%3Dvertex`, totalsSchema);
      const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = totals.tokens;
      return { tokens: { input, cacheRead, cacheWrite5m, cacheWrite1h, output }, costUsd: totals.costUsd };
    };
    expect(total.calls).toBeGreaterThan(15_000);
    // Logs are joined some seconds after they were read.
    const told = { tokens: total.tokens, costUsd: total.costUsd };
    await expect.poll(collected, { timeout: 120_000, interval: 1_000 }).toEqual(told);
  });

  it('joins seven weeks of what Azure tells of Microsoft Foundry: to the token and the pico-dollar what was metered and used', async () => {
    const ledgerUrl = /^azure ledger (\S+)/m.exec(demo.output())?.[1] ?? '';
    const range = `from=${dayBefore(50)}T00:00:00.000Z&to=${dayBefore(0)}T00:00:00.000Z`;
    const response = await fetch(`${ledgerUrl}?${range}`);
    const { total } = otherLedgerSchema.parse(await response.json());
    const claude = 'filter=cloud%3Dfoundry&filter=vendor%3Danthropic';
    const collected = async () => {
      const { totals } = await get(`/api/v1/costs?${range}&${claude}`, totalsSchema);
      const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = totals.tokens;
      return { tokens: { input, cacheRead, cacheWrite5m, cacheWrite1h, output }, costUsd: totals.costUsd };
    };
    expect(total.calls).toBeGreaterThan(30_000);
    const used = { tokens: total.tokens, costUsd: total.costUsd };
    await expect.poll(collected, { timeout: 120_000, interval: 1_000 }).toEqual(used);
  });

  it('says what the clouds metered and no log tells of, why, and what it cost', async () => {
    const { rows, totals } = await get(`/api/v1/unlogged?${pastDays()}`, unloggedSchema);
    // What Foundry metered is in the totals.
    expect(rows.filter(({ cloud }) => cloud === 'foundry')).toEqual([]);
    const causes = rows.filter(({ cloud }) => cloud === 'vertex').map(({ cause }) => cause);
    expect(causes).toContain('notLoggedAtThisEndpoint');
    expect(Number(totals.costUsd)).toBeGreaterThan(0);
    await page.goto(`${url}/log-health?${pastDays()}&tab=completeness`);
    await page.getByRole('heading', { name: 'Metered and not logged' }).waitFor();
    expect(await seriousViolations()).toEqual([]);
  });

  it('is billed for Foundry what was computed, and shows both; an address points at a line of a deployment', async () => {
    const range = pastDays();
    const { totals } = await get(`/api/v1/billed?${range}`, billedSchema);
    expect(totals.days).toBeGreaterThan(20);
    expect(Number(totals.differenceUsd)).toBeCloseTo(0, 6);
    const { deployments } = await get('/api/v1/deployments', deploymentsSchema);
    const [line] = deployments;
    const key = `${line?.accountId.split('/').at(-1) ?? ''} ${line?.name ?? ''} ${line?.from ?? ''}`;
    await page.goto(`${url}/log-health?${range}&deployment=${encodeURIComponent(key)}`);
    const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
    const billed = page.getByRole('group', { name: 'Billed beside computed' });
    await billed.waitFor();
    const total = (await billed.getByRole('row', { name: /^Total/ }).textContent()) ?? '';
    expect(total).toContain(dollars.format(Number(totals.billedUsd)));
    expect(total).toContain(dollars.format(Number(totals.computedUsd)));
    const pointedAt = page.getByRole('group', { name: 'Deployments of Foundry' }).locator('tr[aria-current]');
    expect(await pointedAt.getByRole('rowheader').textContent()).toContain(line?.name);
    expect(await seriousViolations()).toEqual([]);
  });
});

describe('the dashboards', () => {
  it('show what the API says: the month to date', async () => {
    const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
    const isShown = async () => {
      const { totals } = await get('/api/v1/costs', totalsSchema);
      const shown = page.getByText(dollars.format(Number(totals.costUsd)).slice(0, -1)).first();
      await page.goto(`${url}/`);
      return shown.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    };
    // Calls arrive all the time: one that comes between the two answers parts them.
    await expect.poll(isShown, { timeout: 90_000, interval: 1_000 }).toBe(true);
    await page.getByText('CCU on Foundry').waitFor();
    await page.getByRole('heading', { name: 'What moved' }).waitFor();
    await page.getByText(/^USD by team, against/).waitFor();
    await page
      .getByText(/^was \$/)
      .first()
      .waitFor();
    // Two whole periods of every cloud are there to be compared.
    expect(await page.getByText('has not been read completely').count()).toBe(0);
    await page.getByRole('heading', { name: 'By endpoint scope' }).waitFor();
    expect(await page.title()).toContain('Ledgerline');
  });

  it('lead from a group of costs to its requests, and to the cost lines of one request', async () => {
    await page.goto(`${url}/costs`);
    await page.getByRole('link', { name: /Costs/ }).first().waitFor();
    await page.getByText('Claims').first().waitFor();
    await page.getByText('Open the requests').click();
    await page.waitForURL(/\/requests/);
    await page.getByText('Completed').first().click();
    await page.waitForURL(/\/requests\/[0-9a-f-]{36}/);
    await page.getByText('How the price was found').waitFor();
    await page.getByText('Facts, and where each came from').first().waitFor();
    expect(await page.getByRole('row', { name: /Output/ }).count()).toBeGreaterThan(0);
  });

  it('show every call without a price, with the reason and what to do', async () => {
    const before = await unpricedRequests();
    await page.goto(`${url}/unpriced`);
    await page.getByText('prices.mappings').first().waitFor();
    const total = await page
      .getByRole('row', { name: /^Total/ })
      .first()
      .textContent();
    // Calls arrive all the time, and logs are joined: what is shown is a count of between the two answers.
    const [least = 0, most = 0] = [before, await unpricedRequests()].toSorted((a, b) => a - b);
    const counts = Array.from({ length: most - least + 1 }, (_, more) => (least + more).toLocaleString('en-US'));
    expect(counts.some((count) => total?.includes(count))).toBe(true);
  });

  it('say of a refused call that it is not billed, and of a gateway’s that its cost is a lower bound', async () => {
    await page.goto(`${url}/requests?filter=outcome%3Dfailed`);
    await page.getByText('not billed').first().click();
    await page.waitForURL(/\/requests\/[0-9a-f-]{36}/);
    await page.getByText('Not billed', { exact: true }).waitFor();
    await page
      .getByText(/^(?:refused|failed) with /)
      .first()
      .waitFor();
    expect(await seriousViolations()).toEqual([]);
    await page.goto(`${url}/requests?filter=cloud%3Dfoundry`);
    await page.getByText(/^≥ \d/).nth(1).waitFor();
  });

  it('say that every source is read to its end', async () => {
    await page.goto(`${url}/log-health`);
    await page.getByText('All 19 sources are collecting and complete').waitFor();
    await page.getByRole('heading', { name: 'Read beside the logs' }).waitFor();
    expect(await page.getByText('60 of 60 days').count()).toBe(19);
    expect(await seriousViolations()).toEqual([]);
  });

  it('say of each cloud whether its logs are kept, and each sentence about its places once', async () => {
    const { places } = await get('/api/v1/verdict', verdictSchema);
    await page.goto(`${url}/log-health`);
    const clouds = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /place/ }) });
    await clouds.first().waitFor();
    expect(await clouds.count()).toBe(new Set(places.map(({ cloud }) => cloud)).size);
    await page.getByRole('link', { name: 'Retention settings' }).click();
    await page.waitForURL(/tab=retention/);
    const kept = places.filter(({ state }) => state === 'kept');
    const opens = page.getByRole('button', { expanded: false });
    await page.getByRole('heading', { name: 'Accounts and regions' }).waitFor();
    expect(kept.length).toBeGreaterThan(5);
    expect(await page.getByText(kept[0]?.words ?? '', { exact: true }).count()).toBe(1);
    const name = `${kept[0]?.accountName ?? ''} · ${kept[0]?.region ?? ''}`;
    await opens.filter({ hasText: name }).first().press('Enter');
    await page.getByText('Day by day, UTC').waitFor();
    await page.reload();
    await page.getByText('Day by day, UTC').waitFor();
    await page.getByRole('heading', { name: 'Settings of the logs, and their history' }).waitFor();
    expect(await seriousViolations()).toEqual([]);
  });

  it('show one part of Log health at a time, by its address, and ask only what that part shows', async () => {
    const asked: string[] = [];
    const listen = (request: { url(): string }) => asked.push(new URL(request.url()).pathname);
    page.on('request', listen);
    await page.goto(`${url}/log-health?tab=quarantine`);
    const current = page.getByRole('navigation', { name: 'Parts of Log health' }).locator('[aria-current]');
    await page.getByRole('heading', { name: 'New in the logs' }).waitFor();
    page.off('request', listen);
    expect(await current.textContent()).toBe('Quarantine and drift');
    expect(asked).toContain('/api/v1/quarantine');
    const others = ['coverage', 'readers', 'unlogged', 'unmetered', 'joins', 'settings', 'billed', 'deployments'];
    expect(asked.filter((path) => others.some((other) => path === `/api/v1/${other}`))).toEqual([]);
    expect(await seriousViolations()).toEqual([]);
    await page.getByRole('link', { name: 'Deployments and bills' }).press('Enter');
    await page.getByRole('heading', { name: 'Deployments of Foundry' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'New in the logs' }).waitFor();
    expect(await current.textContent()).toBe('Quarantine and drift');
  });

  it('fold the alerts that are fine, by kind of check, and unfold what an address names', async () => {
    // A state counts once it has lasted for a while.
    while ((await retentionAlerts()).some(({ state }) => state === 'UNKNOWN')) await sleep(1_000);
    const fine = (await retentionAlerts()).filter(({ state }) => state === 'OK');
    await page.goto(`${url}/alerts`);
    await page.getByRole('heading', { name: 'What is fine' }).waitFor();
    const fold = page.getByRole('button', { name: /^\d+ OK ?Logs are kept ?last looked at/ });
    expect(await fold.textContent()).toContain(`${String(fine.length)} OK`);
    const folded = page.locator('.folded').getByText(fine[0]?.words ?? '');
    expect(await folded.count()).toBe(0);
    await fold.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/open=retention/);
    await page.reload();
    await folded.first().waitFor();
    expect(await fold.getAttribute('aria-expanded')).toBe('true');
    // Resources stand by their names; their whole ids are in titles.
    expect(await page.getByText('/subscriptions/').count()).toBe(0);
    expect(await seriousViolations()).toEqual([]);
    await page.goto(`${url}/alerts?alert=${fine[0]?.alertId ?? ''}`);
    await page.getByRole('heading', { name: 'What became of it' }).waitFor();
  });

  it('say what the premium was and what could have been saved, as the API does, and what a period would have cost', async () => {
    const range = pastDays();
    const { totals } = await get(`/api/v1/costs/premium?${range}`, premiumSchema);
    const imagined = await get(`/api/v1/costs/what-if?${range}&change=scope&target=global`, whatIfSchema);
    const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
    await page.goto(`${url}/premium?${range}&by=model`);
    await page.getByText(`${dollars.format(Number(totals.savingUsd))} of it could have been saved`).waitFor();
    const rows = page.getByRole('row', { name: /^Total/ });
    expect(await rows.first().textContent()).toContain(dollars.format(Number(totals.premiumUsd)));
    expect(await page.getByRole('radio', { name: 'Model' }).first().isChecked()).toBe(true);
    await page.getByRole('heading', { name: 'Through the global endpoint' }).waitFor();
    const difference = dollars.format(Number(imagined.totals.differenceUsd)).replace('-', '−');
    expect(await rows.last().textContent()).toContain(difference);
    expect(await seriousViolations()).toEqual([]);
  });

  it('show the sessions of Claude Code as the API sums them, open one, and lead to its calls', async () => {
    const range = pastDays();
    const { totals, sessions, rows } = await get(`/api/v1/coding-sessions?${range}`, codingSessionsSchema);
    const [dearest] = rows;
    const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
    await page.goto(`${url}/claude-code?${range}&session=${dearest?.session ?? ''}`);
    await page.getByText(`in ${sessions.toLocaleString('en-US')} sessions`).waitFor();
    const total = page.getByRole('row', { name: /^Total/ });
    expect(await total.first().textContent()).toContain(dollars.format(Number(totals.costUsd)));
    // The session that the address names is opened.
    await page.getByText('By model and location').waitFor();
    expect(await total.nth(1).textContent()).toContain(dollars.format(Number(dearest?.costUsd)));
    expect(await page.getByText('No session told').count()).toBe(1);
    expect(await seriousViolations()).toEqual([]);
    await page.getByRole('link', { name: 'Open these calls in Requests' }).click();
    await page.waitForURL(/\/requests\?.*session=/);
    await page.getByText(`${dearest?.requests.toLocaleString('en-US') ?? ''} on these filters`).waitFor();
    const figures = await get(`/api/v1/costs?${range}&filter=client%3Dclaude-code`, totalsSchema);
    expect(figures.totals.costUsd).toBe(totals.costUsd);
  });

  it('show throughput by quota, and the ids that share one', async () => {
    const range = pastDays();
    const { rows } = await get(`/api/v1/throughput?${range}`, throughputSchema);
    const keyOf = ({ cloud, accountId, region, model, endpointScope, modelId }: (typeof rows)[number]) =>
      [cloud, accountId, region, model ?? '', endpointScope ?? '', modelId ?? ''].join(' ');
    expect(new Set(rows.map(keyOf)).size).toBe(rows.length);
    expect(rows[0]?.limits.length).toBeGreaterThan(0);
    const shared = rows.find(({ cloud, modelIds }) => cloud === 'bedrock' && modelIds > 1);
    if (shared === undefined) throw new Error('some models of Bedrock are called by several ids');
    await page.goto(`${url}/errors?${range}&row=${encodeURIComponent(keyOf(shared))}`);
    await page.getByRole('heading', { name: `Called by ${String(shared.modelIds)} ids` }).waitFor();
    expect(await seriousViolations()).toEqual([]);
  });

  it('preview what pricing the past again would change', async () => {
    await page.goto(`${url}/corrections`);
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await page.waitForURL(/run=\d+/);
    await page.getByText('Nothing changes').waitFor({ timeout: 120_000 });
    const [run] = (await get('/api/v1/rerates', runsSchema)).runs;
    expect(run).toMatchObject({ kind: 'preview', state: 'done' });
    const row = page.getByRole('row', { name: /^Preview/ }).first();
    expect(await row.textContent()).toContain(run?.events.toLocaleString('en-US'));
    expect(await seriousViolations()).toEqual([]);
  });

  it('say what one call would have cost otherwise when asked', async () => {
    await page.goto(`${url}/requests?filter=endpointScope%3Dgeo&sort=cost`);
    await page.getByText('Completed').first().click();
    await page.getByText('What if').click();
    await page.getByRole('row', { name: /Through the global endpoint/ }).waitFor();
    expect(await page.getByRole('link', { name: /^source of the rate of/ }).count()).toBeGreaterThan(0);
    expect(await seriousViolations()).toEqual([]);
  });

  it('bring a new member in: a temporary password, one of their own, and then only what they may', async () => {
    await page.goto(`${url}/members?member=new`);
    await page.getByLabel('Name to sign in with').fill('ana@example.com');
    await page.getByLabel('Name', { exact: true }).fill('Ana Lindqvist');
    await page.getByRole('button', { name: 'Add the team Claims' }).click();
    await page.getByRole('button', { name: /^Add and show/ }).click();
    const shownOnce = page.getByRole('region', { name: 'Temporary password of Ana Lindqvist' });
    const temporary = (await shownOnce.locator('code').first().textContent()) ?? '';
    expect(await seriousViolations()).toEqual([]);
    const context = await browser.newContext();
    const ana = await context.newPage();
    await ana.goto(`${url}/costs?by=model`);
    await ana.getByLabel('Name').fill('Ana@example.com');
    await ana.getByLabel('Password').fill(temporary);
    expect(await seriousViolations(ana)).toEqual([]);
    await ana.getByRole('button', { name: 'Sign in' }).click();
    await ana.getByLabel('New password').fill('a quiet river of figures');
    await ana.getByLabel('The same once more').fill('a quiet river of figures');
    await ana.getByRole('button', { name: /^Set the password/ }).click();
    await ana.getByRole('heading', { name: 'Costs' }).first().waitFor();
    expect(new URL(ana.url()).search).toContain('by=model');
    const navigation = ana.getByRole('navigation', { name: 'Main' });
    expect(await navigation.getByRole('link', { name: 'API tokens' }).count()).toBe(1);
    expect(await navigation.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
    await ana.goto(`${url}/audit`);
    await ana.getByText(/needs the right "audit".*investigator, admin/).waitFor();
    await ana.goto(`${url}/account`);
    await ana.getByLabel('Current password').last().fill('a quiet river of figures');
    await ana.getByRole('button', { name: 'Set up codes' }).click();
    await ana.getByRole('img', { name: /^QR code/ }).waitFor();
    expect(await seriousViolations(ana)).toEqual([]);
    await context.close();
  });

  it('show a token once, and revoke it', async () => {
    await page.goto(`${url}/tokens?whose=everybody&add=token`);
    await page.getByLabel('What it is for').fill('monthly export');
    await page.getByRole('button', { name: 'Make it' }).click();
    const made = page.getByRole('region', { name: /^Token/ });
    const token = (await made.locator('code').first().textContent()) ?? '';
    const ask = () => fetch(`${url}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    await page.getByRole('button', { name: 'I have it' }).click();
    expect(await page.getByText(token).count()).toBe(0);
    const row = page.getByRole('row', { name: /monthly export/ });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked').waitFor();
    expect((await ask()).status).toBe(401);
    expect(await seriousViolations()).toEqual([]);
  });

  it('tell who did what, filtered by the address, and prove that the log is whole', async () => {
    await page.goto(`${url}/audit?action=token`);
    await page.getByText('token.revoked').first().waitFor();
    expect(await page.getByText('member.added').count()).toBe(0);
    expect(await page.getByLabel('What', { exact: true }).inputValue()).toBe('token');
    await page.getByRole('button', { name: 'Verify now' }).click();
    await page.getByText('Whole', { exact: true }).waitFor();
    expect(await seriousViolations()).toEqual([]);
  });

  it('lead to the entry of a source, filled in as it is typed', async () => {
    await page.goto(`${url}/set-up?kind=bedrock-s3`);
    expect(await page.getByRole('radio', { name: /Invocation log in S3/ }).isChecked()).toBe(true);
    await page.getByRole('textbox', { name: 'bucket' }).fill('logs-of-ours');
    await page.getByText('arn:aws:s3:::logs-of-ours/AWSLogs').waitFor();
    expect(await page.getByRole('button', { name: 'Try it' }).isDisabled()).toBe(true);
    expect(await seriousViolations()).toEqual([]);
  });

  it('ask strangers to sign in, and keep their address for afterwards', async () => {
    const stranger = await browser.newPage();
    await stranger.goto(`${url}/costs?group=model`);
    await stranger
      .getByText(/sign.in link/i)
      .first()
      .waitFor();
    expect(new URL(stranger.url()).search).toContain('group=model');
    await stranger.close();
  });

  it('work on a telephone: nothing is wider than the screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const ofFigures = ['/', '/costs', '/premium', '/claude-code', '/requests', '/unpriced', '/corrections'];
    const ofOperations = ['/log-health', '/alerts', '/errors'];
    const ofAccess = [
      '/members',
      '/members?member=new',
      '/tokens?add=token',
      '/sessions',
      '/audit',
      '/account',
      '/set-up',
    ];
    for (const path of [...ofFigures, ...ofOperations, ...ofAccess]) {
      await page.goto(`${url}${path}`);
      await page.waitForLoadState('networkidle');
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect({ path, fits: width <= 390 }).toEqual({ path, fits: true });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('leave no error in the console', () => {
    expect(problems.filter((problem) => !problem.includes('401'))).toEqual([]);
  });

  it('are photographed, light and dark, wide and narrow', async () => {
    const target = join(packageRoot(), SCREENS);
    await mkdir(target, { recursive: true });
    const screens = {
      overview: '/',
      costs: '/costs?group=team',
      requests: '/requests',
      premium: '/premium',
      unpriced: '/unpriced',
      corrections: '/corrections',
      'claude-code': '/claude-code',
      'log-health': '/log-health',
      alerts: '/alerts',
      errors: '/errors',
      members: '/members',
      tokens: '/tokens?whose=everybody',
      sessions: '/sessions?whose=everybody',
      'audit-log': '/audit',
      'set-up': '/set-up',
    };
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [1440, 'dark'],
      [390, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.emulateMedia({ colorScheme });
      for (const [name, path] of Object.entries(screens)) {
        await page.goto(`${url}${path}`);
        await page.waitForLoadState('networkidle');
        await page.waitForTimeout(400);
        const picture = await page.screenshot({
          path: join(target, `${name}-${width}-${colorScheme}.png`),
          fullPage: width > 390,
        });
        expect(picture.length).toBeGreaterThan(20_000);
      }
    }
  });
});
