import { type BedrockConfig, isBedrock } from '../../runtime/config/schema.js';
import type { AwsAccess } from './aws-access.js';
import { regionsBeside } from './regions.js';
import { BedrockSettingsSource, type SettingsPlace } from './settings.source.js';
import type { SettingsOptions, SettingsSource } from '../settings-source.js';

/**
 * Readers of every account of AWS that is configured: one for each region that is configured or used, so that what is read of one
 * is noted while another is slow, and one for all other regions where Bedrock is offered.
 */
export function bedrockSettingsSources(options: SettingsOptions): SettingsSource[] {
  const accounts = new Set(options.sources.filter(isBedrock).map(({ accountId }) => accountId));
  return [...accounts].flatMap((accountId) => {
    const places = placesOf(accountId, options);
    const others = places.filter(({ depth }) => depth === 'switch');
    return [
      ...places.filter(({ depth }) => depth === 'everything').map((place) => [place.access.region, [place]] as const),
      ...(others.length === 0 ? [] : [['other regions', others] as const]),
    ].map(
      ([name, places]) =>
        new BedrockSettingsSource({
          id: `bedrock ${accountId} ${name}`,
          places,
          now: options.now,
          onUnreachable: options.onUnreachable,
        }),
    );
  });
}

function placesOf(accountId: string, { sources, called }: SettingsOptions): SettingsPlace[] {
  const own = sources.filter(isBedrock).filter((source) => source.accountId === accountId);
  const [first] = own;
  if (first === undefined) return [];
  const configured = new Set(own.map(({ region }) => region));
  const usedRegions = new Set(
    called.filter((place) => place.cloud === 'bedrock' && place.accountId === accountId).map(({ region }) => region),
  );
  const everywhere = [...configured, ...usedRegions];
  // A stand-in for all of AWS has no regions beside those that it plays.
  const offered = typeof first.endpoint === 'string' ? [] : regionsBeside(first.region);
  const others = offered.filter((region) => !everywhere.includes(region));
  return [
    ...[...new Set(everywhere)].map((region): SettingsPlace => {
      const here = own.filter((source) => source.region === region);
      return {
        access: here[0] === undefined ? elsewhere(first, region) : accessOf(here[0]),
        logGroups: here.flatMap((source) => (source.kind === 'bedrock-cloudwatch' ? [source.logGroup] : [])),
        depth: 'everything',
      };
    }),
    ...others.map((region): SettingsPlace => ({
      access: elsewhere(first, region),
      logGroups: [],
      depth: 'switch',
    })),
  ];
}

function accessOf({ accountId, region, credentials, endpoint }: BedrockConfig): AwsAccess {
  return { accountId, region, credentials, endpoint };
}

/** The same account in another region. Addresses of single services are VPC endpoints: they are for their region only. */
function elsewhere(source: BedrockConfig, region: string): AwsAccess {
  const { endpoint, ...access } = accessOf(source);
  return { ...access, region, ...(typeof endpoint === 'string' ? { endpoint } : {}) };
}
