import { type NonEmpty, Random, seedWordsOf } from '../../random.js';
import { person } from '../../world/people.js';
import type { Adoption, Tier } from '../../world/models.js';
import type { Topic } from '../../world/topic.js';
import type { Caching } from '../../world/workload.js';
import { personal, serviceAccount, workforce, type Caller } from './caller.js';
import type { GoogleMethod } from './google-call.js';
import { DEVELOPMENT, PRODUCTION } from './google-places.js';

/** One kind of work on Vertex AI: who calls, with what, how often and how large. */
export interface GoogleWorkload {
  readonly topic: Topic;
  readonly projectId: string;
  readonly weight: number;
  readonly caller: (random: Random) => Caller;
  readonly labels: (random: Random) => Readonly<Record<string, string>> | null;
  /** True for Claude Code: its calls belong to a person's session, and some of them count tokens. */
  readonly claudeCode: boolean;
  /** Models by location; `other` wherever a location is not named. */
  readonly tiers: Readonly<Record<'other', NonEmpty<readonly [Tier, number]>>> &
    Readonly<Record<string, NonEmpty<readonly [Tier, number]>>>;
  readonly adoption: Adoption;
  readonly methods: NonEmpty<readonly [GoogleMethod, number]>;
  readonly caching: NonEmpty<readonly [Caching, number]>;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly tools: readonly string[];
}

const PYTHON = 'AnthropicVertex/Python 0.97.0';
const JAVASCRIPT = 'AnthropicVertex/JS 1.11.0';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

const unlabelled = (): null => null;

/** Everybody keeps the version that is installed. */
function claudeCli(random: Random, name: string, way: 'cli' | 'sdk-cli'): string {
  random.unit();
  return `claude-cli/2.1.${new Random(seedWordsOf(`claude-cli/${name}`)).whole(12, 48)} (external, ${way})`;
}

/** An address of the documentation ranges. */
function office(random: Random): string {
  return `203.0.113.${random.whole(1, 250)}`;
}

const CODE = {
  topic: 'code',
  projectId: DEVELOPMENT,
  labels: unlabelled,
  claudeCode: true,
  adoption: { lagDays: 3, rampDays: 4 },
  methods: [['streamRawPredict', 1]],
  caching: [
    ['1h', 3],
    ['5m', 5],
    ['mixed', 2],
  ],
  inputTokens: 380,
  cachedTokens: 24_000,
  outputTokens: 620,
  tools: ['Read', 'Edit', 'Bash'],
} as const satisfies Partial<GoogleWorkload>;

/** All work of the insurer on Vertex AI. */
export const GOOGLE_WORKLOADS: NonEmpty<GoogleWorkload> = [
  {
    ...CODE,
    weight: 60,
    caller: (random) => {
      const name = person(random);
      return personal(name, { userAgent: claudeCli(random, name, 'cli'), address: office(random) });
    },
    // VERTEX_REGION_CLAUDE_HAIKU_4_5 sends the small calls of a session elsewhere than CLOUD_ML_REGION its large ones.
    tiers: {
      global: [
        ['opus', 5],
        ['sonnet', 4],
        ['haiku', 1],
      ],
      'us-east5': [
        ['haiku', 6],
        ['sonnet', 4],
        ['opus', 1],
      ],
      other: [
        ['haiku', 8],
        ['sonnet', 1],
      ],
    },
  },
  {
    ...CODE,
    weight: 14,
    caller: (random) => {
      const name = person(random);
      const userAgent = claudeCli(random, name, 'cli');
      return workforce(name, { userAgent, address: `198.51.100.${random.whole(1, 60)}` });
    },
    tiers: {
      other: [
        ['sonnet', 5],
        ['haiku', 4],
        ['opus', 1],
      ],
    },
  },
  {
    ...CODE,
    weight: 16,
    caller: (random) =>
      serviceAccount(DEVELOPMENT, 'ci-review', {
        userAgent: claudeCli(random, 'ci-review', 'sdk-cli'),
        address: '192.0.2.14',
        keyName: `//iam.googleapis.com/projects/${DEVELOPMENT}/serviceAccounts/ci-review@${DEVELOPMENT}.iam.gserviceaccount.com/keys/4d1f07c2a9`,
      }),
    tiers: {
      other: [
        ['sonnet', 6],
        ['haiku', 3],
      ],
    },
  },
  {
    topic: 'claims',
    projectId: PRODUCTION,
    weight: 34,
    caller: (random) =>
      serviceAccount(PRODUCTION, 'claims-assistant', { userAgent: PYTHON, address: `192.0.2.${random.whole(30, 36)}` }),
    labels: unlabelled,
    claudeCode: false,
    tiers: {
      other: [
        ['sonnet', 6],
        ['haiku', 3],
      ],
    },
    adoption: { lagDays: 20, rampDays: 10 },
    methods: [
      ['streamRawPredict', 7],
      ['rawPredict', 3],
    ],
    caching: [
      ['5m', 6],
      ['1h', 2],
      ['none', 2],
    ],
    inputTokens: 1800,
    cachedTokens: 7000,
    outputTokens: 340,
    tools: ['find_policy', 'read_report'],
  },
  {
    topic: 'care',
    projectId: PRODUCTION,
    weight: 30,
    caller: (random) =>
      serviceAccount(PRODUCTION, 'llm-gateway', { userAgent: JAVASCRIPT, address: `192.0.2.${random.whole(50, 53)}` }),
    // A gateway tells in labels on whose behalf it calls: lower-case letters, digits, _ and - only.
    labels: (random) => ({
      team: random.pick(['customer-care', 'marketing', 'sales-desk']),
      app: random.pick(['inbox', 'letter-writer', 'chat']),
      'cost-centre': random.pick(['4100', '4120', '5300']),
    }),
    claudeCode: false,
    tiers: {
      other: [
        ['haiku', 5],
        ['sonnet', 4],
        ['opus', 1],
      ],
    },
    adoption: { lagDays: 10, rampDays: 6 },
    methods: [
      ['streamRawPredict', 8],
      ['rawPredict', 2],
    ],
    caching: [
      ['5m', 5],
      ['none', 4],
      ['1h', 1],
    ],
    inputTokens: 1100,
    cachedTokens: 4000,
    outputTokens: 260,
    tools: [],
  },
  {
    topic: 'data',
    projectId: PRODUCTION,
    weight: 14,
    caller: () => serviceAccount(PRODUCTION, 'policy-batch', { userAgent: PYTHON, address: '192.0.2.77' }),
    labels: () => ({ app: 'policy-batch', team: 'data-science' }),
    claudeCode: false,
    tiers: {
      other: [
        ['haiku', 4],
        ['sonnet', 4],
        ['opus', 2],
      ],
    },
    adoption: { lagDays: 90, rampDays: 20 },
    methods: [['rawPredict', 1]],
    caching: [
      ['none', 7],
      ['5m', 3],
    ],
    inputTokens: 3200,
    cachedTokens: 6000,
    outputTokens: 420,
    tools: [],
  },
  {
    topic: 'fraud',
    projectId: PRODUCTION,
    weight: 14,
    caller: (random) =>
      serviceAccount(PRODUCTION, 'fraud-triage', {
        userAgent: '',
        address: '192.0.2.91',
        delegation: random.chance(0.4) ? [`${person(random)}@insurer.example`] : [],
      }),
    labels: unlabelled,
    claudeCode: false,
    tiers: {
      other: [
        ['sonnet', 6],
        ['opus', 2],
      ],
    },
    adoption: { lagDays: 30, rampDays: 8 },
    methods: [
      ['rawPredict', 5],
      ['streamRawPredict', 5],
    ],
    caching: [
      ['5m', 6],
      ['mixed', 2],
      ['none', 2],
    ],
    inputTokens: 2300,
    cachedTokens: 9000,
    outputTokens: 280,
    tools: ['score_transaction'],
  },
  {
    topic: 'underwriting',
    projectId: PRODUCTION,
    weight: 8,
    caller: (random) =>
      random.chance(0.5)
        ? personal(person(random), { userAgent: BROWSER, address: office(random), console: true })
        : workforce(person(random), { userAgent: BROWSER, address: office(random), console: true }),
    labels: unlabelled,
    claudeCode: false,
    tiers: {
      other: [
        ['sonnet', 5],
        ['opus', 5],
      ],
    },
    adoption: { lagDays: 5, rampDays: 5 },
    methods: [['streamRawPredict', 1]],
    caching: [['none', 1]],
    inputTokens: 900,
    cachedTokens: 1,
    outputTokens: 500,
    tools: [],
  },
];
