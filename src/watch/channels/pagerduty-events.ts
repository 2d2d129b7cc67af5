import type { Message, NewsItem } from '../../usage/alert.js';
import { addressOf, nameOf, NEWS_WORDS } from '../message-words.js';

/** What PagerDuty takes in `payload.summary`. https://developer.pagerduty.com/docs/events-api-v2-overview */
const MAX_SUMMARY = 1_024;
const MAX_WORDS = 10_000;

const SEVERITY: Readonly<Record<NewsItem['state'], string>> = {
  ALERT: 'critical',
  WARN: 'warning',
  // What can no longer be told may have ended or become worse: it is not closed, and nobody is woken as by an alert.
  'NO DATA': 'warning',
  UNKNOWN: 'warning',
  OK: 'info',
};

/**
 * The message as events of PagerDuty, one for each alert: the alert's id is the key under which what began, became worse or
 * still stands is one incident, and under which it is resolved. A test opens an incident of the least severity and closes it.
 * https://developer.pagerduty.com/docs/send-alert-event
 */
export function pagerDutyEvents(
  { items }: Message,
  key: string,
  { routingKey, baseUrl }: { readonly routingKey: string; readonly baseUrl: string | undefined },
): object[] {
  return items.flatMap((item) => {
    const isOver = item.state === 'OK';
    const dedupKey = `ledgerline/${item.alertId}`;
    const trigger = {
      routing_key: routingKey,
      event_action: 'trigger',
      dedup_key: dedupKey,
      client: 'Ledgerline',
      ...(baseUrl === undefined ? {} : { client_url: addressOf(item.link, baseUrl) }),
      payload: {
        summary: `${item.state}: ${nameOf(item)} ${NEWS_WORDS[item.news]}. ${item.words}`.slice(0, MAX_SUMMARY),
        source: item.subject,
        severity: SEVERITY[item.state],
        timestamp: item.at,
        component: item.subject,
        class: item.check,
        custom_details: {
          check: item.check,
          state: item.state,
          was: item.from,
          words: item.words.slice(0, MAX_WORDS),
          look: addressOf(item.link, baseUrl),
          message: key,
        },
      },
    };
    const resolve = { routing_key: routingKey, event_action: 'resolve', dedup_key: dedupKey };
    if (!isOver) return [trigger];
    return item.news === 'opened' ? [trigger, resolve] : [resolve];
  });
}
