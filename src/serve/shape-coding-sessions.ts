import type { PriceBook } from '../price/rates.js';
import type { CodingCallsTotal } from '../store/questions/coding-calls-total.js';
import type { CodingSessionCallers } from '../store/questions/coding-session-callers.js';
import type { CodingSessionPart } from '../store/questions/coding-session-parts.js';
import type { SessionsOutside } from '../store/questions/coding-sessions-outside.js';
import type { CodingSession } from '../store/questions/coding-sessions.js';
import { clientOfUserAgent } from '../usage/client.js';
import { rolesOf, type ModelRole } from '../usage/model-roles.js';
import type { CodingSessionAnswer, CodingSessionRow, CodingSessionsAnswer } from './answers/coding-sessions.js';
import type { Visible } from './answers/scope.js';
import { costUsdOf, shapeMeasures, sumUsage } from './shape-usage.js';
import { groupedBy } from '../usage/grouped-by.js';

/** All calls of Claude Code, and those of them without a session. */
export function shapeCodingTotals(
  totals: readonly CodingCallsTotal[],
  book: PriceBook,
): Pick<CodingSessionsAnswer, 'totals' | 'sessions' | 'withoutSession'> {
  return {
    totals: shapeMeasures(sumUsage(totals), book),
    sessions: totals.reduce((sum, { sessions }) => sum + sessions, 0),
    withoutSession: shapeMeasures(sumUsage(totals.filter(({ inSession }) => !inSession)), book),
  };
}

/** What is told of the sessions of a page beside their sums. */
export interface BesideSessions {
  readonly parts: readonly CodingSessionPart[];
  readonly callers: readonly CodingSessionCallers[];
  readonly outside: SessionsOutside;
}

/** A session with what it used and who called in it. */
export function shapeCodingSession(
  { session, firstAt, lastAt, failed, sums }: CodingSession,
  beside: BesideSessions,
  { masked }: Visible,
  book: PriceBook,
): CodingSessionRow {
  const parts = beside.parts.filter((part) => part.session === session);
  const told = beside.callers.find((one) => one.session === session);
  return {
    session,
    versions: versionsOf(told?.userAgents ?? []),
    callers: masked.includes('principal') ? null : (told?.callers ?? []),
    teams: told?.teams ?? [],
    firstAt,
    lastAt,
    beganBefore: beside.outside.before.has(session),
    goesOn: beside.outside.after.has(session),
    failed,
    models: modelsOf(parts).map(({ model, modelId, role, sums: own }) => ({
      model,
      modelId,
      role,
      requests: own.requests,
      costUsd: costUsdOf(own),
    })),
    places: placesOf(parts),
    ...shapeMeasures(sums, book),
  };
}

export function shapeCodingParts(parts: readonly CodingSessionPart[], book: PriceBook): CodingSessionAnswer['parts'] {
  const roles = new Map(modelsOf(parts).map(({ key, role }) => [key, role]));
  return parts.map(({ model, modelId, cloud, accountId, region, endpointScope, sums }) => ({
    model,
    modelId,
    role: roles.get(nameOf({ model, modelId })) ?? 'other',
    cloud,
    accountId,
    region,
    endpointScope,
    ...shapeMeasures(sums, book),
  }));
}

/** Versions of Claude Code itself, the newest first; a gateway before it has one of its own. */
function versionsOf(userAgents: readonly string[]): string[] {
  const versions = userAgents.flatMap((userAgent) => {
    const client = clientOfUserAgent(userAgent);
    return client?.name === 'claude-code' && client.version !== null ? [client.version] : [];
  });
  return [...new Set(versions)].toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

const nameOf = ({ model, modelId }: Pick<CodingSessionPart, 'model' | 'modelId'>) => model ?? `${modelId ?? ''} `;

interface ModelOfSession extends Pick<CodingSessionPart, 'model' | 'modelId' | 'sums'> {
  readonly key: string;
  readonly role: ModelRole;
}

/** The models of a session over all its places, the main one first. */
function modelsOf(parts: readonly CodingSessionPart[]): ModelOfSession[] {
  const models = [...groupedBy(parts, nameOf)].map(([key, ofModel]) => ({
    key,
    model: ofModel[0]?.model ?? null,
    modelId: ofModel[0]?.modelId ?? null,
    sums: sumUsage(ofModel),
  }));
  const roles = rolesOf(
    models.map(({ model, sums }) => ({
      model,
      costPico: sums.unpricedRequests === 0 ? sums.costPico : null,
      outputTokens: sums.outputTokens,
      requests: sums.requests,
    })),
  );
  const withRoles = models.map((model, index) => ({ ...model, role: roles[index] ?? 'other' }));
  return withRoles.toSorted((a, b) => Number(b.role === 'main') - Number(a.role === 'main'));
}

const placeOf = ({ cloud, accountId, region, endpointScope }: CodingSessionPart) =>
  [cloud, accountId, region, endpointScope].join('\n');

function placesOf(parts: readonly CodingSessionPart[]): CodingSessionRow['places'] {
  return [...groupedBy(parts, placeOf).values()]
    .flatMap(([first, ...rest]) => {
      if (first === undefined) return [];
      const { cloud, accountId, region, endpointScope } = first;
      const { requests } = sumUsage([first, ...rest]);
      return [{ cloud, accountId, region, endpointScope, requests }];
    })
    .toSorted((a, b) => b.requests - a.requests || (a.region < b.region ? -1 : 1));
}
