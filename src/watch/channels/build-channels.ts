import type { ChannelConfig } from '../../runtime/config/watch-schema.js';
import type { Channel } from './channel.js';
import { EmailChannel } from './email.channel.js';
import { PagerDutyChannel } from './pagerduty.channel.js';
import { SlackChannel } from './slack.channel.js';
import { TeamsChannel } from './teams.channel.js';
import { WebhookChannel } from './webhook.channel.js';

/** The configured channels by their ids. A new kind is a file beside this one and a line here. */
export function buildChannels(
  configs: readonly ChannelConfig[],
  baseUrl: string | undefined,
): ReadonlyMap<string, Channel> {
  return new Map(configs.map((config) => [config.id, buildChannel(config, baseUrl)]));
}

function buildChannel(config: ChannelConfig, baseUrl: string | undefined): Channel {
  if (config.kind === 'slack') return new SlackChannel(config, baseUrl);
  if (config.kind === 'teams') return new TeamsChannel(config, baseUrl);
  if (config.kind === 'pagerduty') return new PagerDutyChannel(config, baseUrl);
  if (config.kind === 'webhook') return new WebhookChannel(config, baseUrl);
  return new EmailChannel(config, baseUrl);
}
