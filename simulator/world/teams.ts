import type { NonEmpty } from '../random.js';
import { assumed, none, OFFICE_ACCOUNTS, person } from './people.js';
import type { Workload } from './workload.js';

/** The work of the seven teams that share the office accounts. */
export const OFFICE_TEAMS: NonEmpty<Workload> = [
  {
    topic: 'claims',
    accounts: OFFICE_ACCOUNTS,
    weight: 20,
    growth: 0.15,
    aroundTheClock: false,
    principal: (account, random) =>
      assumed(account, 'ClaimsAnalyst', `u-${20400 + Math.floor(random.unit() ** 2 * 60)}`),
    metadata: (random) => (random.chance(0.6) ? { app: 'claims-workbench', costCentre: '4100' } : null),
    tiers: [
      ['sonnet', 9],
      ['haiku', 1],
    ],
    // From Sonnet 4.5 to Sonnet 5 on 2026-10-19, within ten days.
    adoption: { lagDays: 111, rampDays: 10, skips: ['claude-sonnet-4-6', 'claude-haiku-5-5'] },
    operations: [
      ['Converse', 5],
      ['ConverseStream', 4],
      ['InvokeModel', 1],
    ],
    idForms: [
      ['geo', 6],
      ['geoArn', 2],
      ['global', 2],
    ],
    caching: [
      ['none', 4],
      ['5m', 5],
      ['mixed', 1],
    ],
    inputTokens: 1500,
    cachedTokens: 7000,
    outputTokens: 320,
    tools: ['lookup_policy', 'fetch_claim'],
  },
  {
    topic: 'care',
    accounts: OFFICE_ACCOUNTS,
    weight: 24,
    growth: 0.25,
    aroundTheClock: true,
    principal: (account, random) =>
      random.chance(0.7)
        ? assumed(account, 'CareAssist-lambda-role', 'care-assist-reply')
        : assumed(account, 'CareAssist-router-role', random.pick(['care-route-intent', 'care-summarise-call'])),
    metadata: (random) =>
      random.chance(0.8) ? { app: 'care-assist', tenant: random.pick(['home', 'motor', 'travel']) } : null,
    tiers: [
      ['haiku', 9],
      ['sonnet', 1],
    ],
    adoption: { lagDays: 6, rampDays: 16 },
    operations: [
      ['Converse', 6],
      ['InvokeModel', 3],
      ['ConverseStream', 1],
    ],
    idForms: [
      ['global', 6],
      ['geo', 3],
      ['application', 0.6],
      ['bare', 0.5],
    ],
    caching: [
      ['none', 6],
      ['5m', 4],
    ],
    inputTokens: 900,
    cachedTokens: 4200,
    outputTokens: 180,
    tools: ['order_status', 'open_ticket'],
  },
  {
    topic: 'underwriting',
    accounts: OFFICE_ACCOUNTS,
    weight: 11,
    growth: -0.1,
    aroundTheClock: false,
    principal: (account, random) =>
      assumed(account, 'AWSReservedSSO_Underwriting_3f9c1d27ab54e860', `${person(random)}@example.com`),
    metadata: none,
    tiers: [
      ['opus', 3],
      ['sonnet', 5],
      ['fable', 1],
    ],
    adoption: { lagDays: 45, rampDays: 14, skips: ['claude-opus-4-7'] },
    operations: [
      ['ConverseStream', 6],
      ['Converse', 4],
    ],
    idForms: [
      ['geo', 5],
      ['geoArn', 3],
      ['global', 2],
    ],
    caching: [
      ['none', 5],
      ['5m', 3],
      ['1h', 2],
    ],
    inputTokens: 3800,
    cachedTokens: 12000,
    outputTokens: 620,
    tools: ['risk_table'],
  },
  {
    topic: 'code',
    accounts: OFFICE_ACCOUNTS,
    weight: 17,
    growth: 0.6,
    aroundTheClock: false,
    principal: (account, random) =>
      random.chance(0.85)
        ? assumed(account, 'AWSReservedSSO_DeveloperPlatform_8be20c4419f7d3a5', `${person(random)}@example.com`)
        : `arn:aws:iam::${account}:user/platform/ci/${random.pick(['build-bot', 'review-bot'])}`,
    metadata: none,
    tiers: [
      ['opus', 5],
      ['sonnet', 3],
      ['haiku', 2],
      ['fable', 0.6],
    ],
    // First to use what is new.
    adoption: { lagDays: 0, rampDays: 5 },
    operations: [
      ['InvokeModelWithResponseStream', 7],
      ['ConverseStream', 2],
      ['InvokeModel', 1],
    ],
    idForms: [
      ['global', 5],
      ['globalArn', 2],
      ['geo', 2],
      ['application', 0.4],
    ],
    caching: [
      ['1h', 4],
      ['5m', 3],
      ['mixed', 3],
      ['none', 1],
    ],
    inputTokens: 420,
    cachedTokens: 26000,
    outputTokens: 700,
    tools: ['read_file', 'edit_file', 'run_tests'],
  },
  {
    topic: 'fraud',
    accounts: OFFICE_ACCOUNTS,
    weight: 9,
    growth: 0.3,
    aroundTheClock: true,
    principal: (account, random) =>
      assumed(account, 'BedrockAgentCore-fraud_triage-execution-role', `BedrockAgentCore-${random.uuid()}`),
    metadata: (random) => (random.chance(0.5) ? { app: 'fraud-triage', costCentre: '4230' } : null),
    tiers: [
      ['sonnet', 6],
      ['haiku', 3],
      ['opus', 1],
    ],
    adoption: { lagDays: 24, rampDays: 8 },
    operations: [
      ['ConverseStream', 8],
      ['Converse', 2],
    ],
    idForms: [
      ['geo', 7],
      ['global', 2],
      ['provisioned', 2],
    ],
    caching: [
      ['5m', 6],
      ['none', 3],
      ['1h', 1],
    ],
    inputTokens: 2100,
    cachedTokens: 9000,
    outputTokens: 260,
    tools: ['graph_neighbours', 'score_transaction', 'freeze_payout'],
  },
  {
    topic: 'data',
    accounts: OFFICE_ACCOUNTS,
    weight: 9,
    growth: -0.05,
    aroundTheClock: false,
    principal: (account, random) => assumed(account, 'SageMakerNotebook', `ds-${person(random)}`),
    metadata: (random) => ({
      team: 'data-science',
      project: random.pick(['loss-reserves', 'weather', 'survey-coding']),
    }),
    tiers: [
      ['sonnet', 4],
      ['opus', 3],
      ['haiku', 3],
    ],
    // A slow mover: Sonnet 4, Opus 4.1 and Claude 3.5 Haiku are still in use here.
    adoption: { lagDays: 420, rampDays: 30 },
    operations: [
      ['InvokeModel', 8],
      ['Converse', 2],
    ],
    idForms: [
      ['geo', 4],
      ['bare', 3],
      ['modelArn', 1],
      ['geoArn', 2],
    ],
    caching: [
      ['none', 7],
      ['5m', 3],
    ],
    inputTokens: 2600,
    cachedTokens: 6000,
    outputTokens: 380,
    tools: ['run_query'],
  },
  {
    topic: 'marketing',
    accounts: OFFICE_ACCOUNTS,
    weight: 6,
    growth: -0.3,
    aroundTheClock: false,
    principal: (account, random) => `arn:aws:iam::${account}:user/BedrockAPIKey-${random.pick(['k3vd', '9qtz'])}`,
    metadata: (random) => ({ team: 'marketing', campaign: random.pick(['spring', 'renewal', 'referral']) }),
    tiers: [
      ['sonnet', 6],
      ['haiku', 4],
    ],
    adoption: { lagDays: 150, rampDays: 20 },
    operations: [
      ['InvokeModel', 5],
      ['InvokeModelWithResponseStream', 5],
    ],
    idForms: [
      ['geo', 5],
      ['global', 5],
      ['application', 0.6],
    ],
    caching: [
      ['none', 9],
      ['5m', 1],
    ],
    inputTokens: 700,
    cachedTokens: 3000,
    outputTokens: 900,
    tools: [],
  },
];
