import { CLAUDE_MODELS, type ClaudeModel } from '../../world/models.js';
import { FOUNDRY_ACCOUNTS, type FoundryAccount } from './estate.js';

/** A model under a name that callers use. The name may have meant another model before, and may do so again. */
export interface Deployment {
  readonly account: FoundryAccount;
  readonly name: string;
  /** What ARM and the metrics call the model: with its date for older models, without for newer ones. */
  readonly modelName: string;
  /** Hosting for newer models (1: on Anthropic, 2: on Azure), a date for older ones. */
  readonly modelVersion: string;
  readonly format: 'Anthropic' | 'OpenAI';
  readonly sku: 'GlobalStandard' | 'DataZoneStandard';
  readonly capacity: number;
  /** Whose price it has; `null` for another maker's. */
  readonly claude: ClaudeModel | null;
  /** True for models whose name ends in `-fast`: twice the price. */
  readonly fast: boolean;
  /** Deployments from before June 2026 keep a meter per model and kind of token; later ones are billed in CCU. */
  readonly billing: 'ccu' | 'meters';
  readonly createdAt: number;
  readonly deletedAt: number;
}

/** A deployment's place in the estate: what each of them was at any time follows from it. */
export interface Slot {
  readonly account: FoundryAccount;
  readonly name: string;
  /** From here on something has been deployed under the name, with or without gaps. */
  readonly since: number;
  readonly at: (instant: number) => Deployment | null;
}

const NEVER = Number.POSITIVE_INFINITY;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const [OFFICES, RESEARCH] = FOUNDRY_ACCOUNTS;

type Kind = Pick<Deployment, 'modelName' | 'modelVersion' | 'sku' | 'capacity'>;

function claudeOf(modelName: string): ClaudeModel | null {
  const name = modelName.replace(/-fast$/, '').replace(/-\d{8}$/, '');
  return CLAUDE_MODELS.find((model) => model.name === name) ?? null;
}

/** Consumption Units have been how new deployments are billed since about this day. */
const CCU_SINCE = Date.parse('2026-06-23');

function deployment(
  account: FoundryAccount,
  name: string,
  kind: Kind,
  createdAt: number,
  deletedAt = NEVER,
): Deployment {
  const claude = claudeOf(kind.modelName);
  return {
    account,
    name,
    ...kind,
    claude,
    format: claude === null ? 'OpenAI' : 'Anthropic',
    fast: kind.modelName.endsWith('-fast'),
    billing: createdAt < CCU_SINCE ? 'meters' : 'ccu',
    createdAt,
    deletedAt,
  };
}

function lasting(account: FoundryAccount, name: string, createdAt: string, kind: Kind): Slot {
  const made = deployment(account, name, kind, Date.parse(createdAt));
  return { account, name, since: made.createdAt, at: (instant) => (instant >= made.createdAt ? made : null) };
}

/** One name is deleted and made again for another model every twenty days, with a quarter of an hour between. */
const CHANGE_EVERY_MS = 20 * DAY_MS;
const CHANGE_ANCHOR = Date.parse('2026-11-10T06:00:00Z');
const GONE_FOR_MS = HOUR_MS / 4;

function changing(account: FoundryAccount, name: string, kinds: readonly [Kind, Kind]): Slot {
  const at = (instant: number): Deployment | null => {
    const turn = Math.floor((instant - CHANGE_ANCHOR) / CHANGE_EVERY_MS);
    const deletedBefore = CHANGE_ANCHOR + turn * CHANGE_EVERY_MS;
    const createdAt = deletedBefore + GONE_FOR_MS;
    if (instant < createdAt) return null;
    const kind = turn % 2 === 0 ? kinds[0] : kinds[1];
    return deployment(account, name, kind, createdAt, deletedBefore + CHANGE_EVERY_MS);
  };
  return { account, name, since: Number.NEGATIVE_INFINITY, at };
}

function kind(modelName: string, modelVersion: string, capacity: number, sku: Kind['sku'] = 'GlobalStandard'): Kind {
  return { modelName, modelVersion, capacity, sku };
}

/** Every name under which a model has been deployed. */
export const SLOTS = {
  claudeCode: lasting(OFFICES, 'claude-code', '2026-07-14T09:12:00Z', kind('claude-sonnet-5', '1', 200)),
  haiku: lasting(
    OFFICES,
    'claude-haiku-4-5',
    '2026-03-02T13:40:00Z',
    kind('claude-haiku-4-5-20251001', '20251001', 80),
  ),
  claims: lasting(
    OFFICES,
    'claims-assessor',
    '2026-08-03T08:05:00Z',
    kind('claude-opus-5', '2', 40, 'DataZoneStandard'),
  ),
  care: changing(OFFICES, 'care-assistant', [kind('claude-sonnet-5-5', '1', 60), kind('claude-sonnet-4-6', '1', 60)]),
  underwriting: lasting(OFFICES, 'underwriting', '2026-09-07T10:30:00Z', kind('claude-fable-5-1', '1', 20)),
  underwritingFast: lasting(
    OFFICES,
    'underwriting-fast',
    '2026-11-09T12:00:00Z',
    kind('claude-fable-5-2-fast', '1', 20),
  ),
  gpt: lasting(OFFICES, 'chat-mini', '2026-02-11T15:20:00Z', kind('gpt-5-mini', '2025-08-07', 150)),
  research: lasting(RESEARCH, 'mortality', '2026-07-01T07:00:00Z', kind('claude-opus-4-8', '2', 60)),
  archive: lasting(
    RESEARCH,
    'archive-reader',
    '2026-01-19T11:00:00Z',
    kind('claude-opus-4-5-20251101', '20251101', 40),
  ),
  survey: lasting(RESEARCH, 'survey-coding', '2026-10-05T09:00:00Z', kind('claude-sonnet-5-5', '2', 60)),
} as const satisfies Readonly<Record<string, Slot>>;

/** Every deployment of an account that exists at an instant, by name. */
export function deploymentsAt(account: FoundryAccount, instant: number): Deployment[] {
  return Object.values(SLOTS)
    .filter((slot) => slot.account === account)
    .flatMap((slot) => slot.at(instant) ?? [])
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
