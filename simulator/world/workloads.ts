import type { NonEmpty } from '../random.js';
import { assumed, none, OFFICE_ACCOUNTS, person } from './people.js';
import { OFFICE_TEAMS } from './teams.js';
import type { Workload } from './workload.js';

/** The team that has an account of its own, whose log carries no bodies. */
const RESEARCH: Workload = {
  topic: 'research',
  accounts: ['764105392718'],
  weight: 10,
  growth: 0.1,
  aroundTheClock: true,
  principal: (account, random) =>
    random.chance(0.75)
      ? assumed(account, 'ResearchCompute', `mortality-run-${random.whole(1, 9)}`)
      : `arn:aws:iam::${account}:user/${person(random)}@example.com`,
  metadata: (random) => (random.chance(0.3) ? { app: 'actuarial-lab', costCentre: '7700' } : null),
  tiers: [
    ['haiku', 5],
    ['sonnet', 3],
    ['opus', 2],
  ],
  adoption: { lagDays: 70, rampDays: 25 },
  operations: [
    ['InvokeModel', 6],
    ['Converse', 3],
    ['InvokeModelWithResponseStream', 1],
  ],
  idForms: [
    ['global', 6],
    ['geo', 3],
    ['bare', 1],
  ],
  caching: [
    ['none', 6],
    ['5m', 3],
    ['1h', 1],
  ],
  inputTokens: 2400,
  cachedTokens: 9000,
  outputTokens: 420,
  tools: [],
};

/** Callers whom no team rule fits: the root user, a migration, a partner, records without identity. */
const UNATTRIBUTED: Workload = {
  topic: 'data',
  accounts: OFFICE_ACCOUNTS,
  weight: 2.2,
  growth: 0,
  aroundTheClock: true,
  principal: (account, random) =>
    random.weighted([
      [null, 3],
      [`arn:aws:iam::${account}:root`, 0.4],
      [assumed(account, 'OneOffMigration', 'nightly'), 4],
      [`arn:aws:sts::${account}:federated-user/partner-audit`, 1.2],
      [`arn:aws:iam::${account}:user/BedrockAPIKey-w8fm`, 2],
    ]),
  metadata: none,
  tiers: [
    ['haiku', 5],
    ['sonnet', 4],
    ['opus', 1],
  ],
  adoption: { lagDays: 200, rampDays: 40 },
  operations: [
    ['InvokeModel', 5],
    ['Converse', 4],
    ['InvokeModelWithResponseStream', 2],
  ],
  idForms: [
    ['bare', 2],
    ['geo', 5],
    ['global', 3],
  ],
  caching: [
    ['none', 8],
    ['5m', 2],
  ],
  inputTokens: 1200,
  cachedTokens: 3000,
  outputTokens: 250,
  tools: [],
};

/** All ordinary work. */
export const WORKLOADS: NonEmpty<Workload> = [...OFFICE_TEAMS, RESEARCH, UNATTRIBUTED];

/** The archive that Data Science reads again in a backfill: large prompts, no cache, a large model. */
export const BACKFILL: Workload = {
  topic: 'data',
  accounts: ['048219357106'],
  weight: 0,
  growth: 0,
  aroundTheClock: true,
  principal: (account) => assumed(account, 'SageMakerNotebook', 'ds-archive-backfill'),
  metadata: () => ({ team: 'data-science', project: 'archive-backfill' }),
  tiers: [['opus', 1]],
  adoption: { lagDays: 90, rampDays: 1 },
  operations: [['InvokeModel', 1]],
  idForms: [['geo', 1]],
  caching: [['none', 1]],
  inputTokens: 110_000,
  cachedTokens: 0,
  outputTokens: 1_500,
  tools: [],
};
