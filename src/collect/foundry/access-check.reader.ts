import type { FoundryConfig } from '../../runtime/config/foundry-schema.js';
import { HOUR_MS } from '../../usage/window.js';
import type { AccessFinding } from '../access-finding.js';
import { billedWindow, FoundryCostReader } from './cost.reader.js';
import { FoundryDeploymentsReader } from './deployments.reader.js';
import { FoundryGatewaySource } from './gateway.source.js';
import { FoundryMetricsSource } from './metrics.source.js';
import { FoundryRequestsSource } from './requests.source.js';

const READ_WITHIN_MS = 60_000;

/** Tries for real what a source of Foundry needs: the newest of what it reads. */
export async function checkFoundryAccess(config: FoundryConfig, now: number): Promise<AccessFinding[]> {
  try {
    return [{ part: '', ok: true, words: await readNewest(config, now, AbortSignal.timeout(READ_WITHIN_MS)) }];
  } catch (error) {
    return [{ part: '', ok: false, words: error instanceof Error ? error.message : String(error) }];
  }
}

async function readNewest(config: FoundryConfig, now: number, signal: AbortSignal): Promise<string> {
  const lastHour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const window = { from: lastHour - HOUR_MS, to: lastHour };
  if (config.kind === 'foundry-metrics') {
    let bins = 0;
    for await (const page of new FoundryMetricsSource(config).read(window, [], signal)) bins += page.length;
    return `metrics of ${config.resourceId} can be read (${bins} counts of the last whole hour)`;
  }
  if (config.kind === 'foundry-deployments') {
    const deployments = await new FoundryDeploymentsReader(config).list(signal);
    return `${deployments.length} deployments of ${config.resourceId} can be read`;
  }
  if (config.kind === 'foundry-cost') {
    const { billed, leftOut } = await new FoundryCostReader(config).read(billedWindow(now, 7), signal);
    const left = new Set(leftOut.map(({ meter }) => meter)).size;
    return `costs of ${config.scope} can be read (${billed.length} days and meters of Claude in the last week; ${left} other meters are left out)`;
  }
  const isGateway = config.kind === 'foundry-gateway';
  const source = isGateway ? new FoundryGatewaySource(config) : new FoundryRequestsSource(config);
  let records = 0;
  for await (const page of source.read(window, signal)) records += page.length;
  return `the workspace ${config.workspaceId} can be read (${records} records of the last whole hour)`;
}
