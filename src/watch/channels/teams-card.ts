import type { Message, NewsItem } from '../../usage/alert.js';
import { addressOf, headlineOf, nameOf, NEWS_WORDS, WRITTEN_OUT } from '../message-words.js';

/** https://adaptivecards.io/explorer/Container.html: the styles that Teams draws in colour. */
const STYLE: Readonly<Record<NewsItem['state'], string>> = {
  ALERT: 'attention',
  WARN: 'warning',
  OK: 'good',
  'NO DATA': 'emphasis',
  UNKNOWN: 'emphasis',
};
/**
 * A flow that posts a card refuses more than "approximately 28 KB" with all of its elements.
 * https://learn.microsoft.com/en-us/connectors/teams/#known-issues-and-limitations-with-actions
 */
const MAX_CARD_BYTES = 24_000;
const MAX_WORDS = 2_000;

/**
 * The message as a flow of the template "Post to a channel when a webhook request is received" takes it: an Adaptive Card as
 * an attachment. Connectors of Microsoft 365, which took message cards, are retired. Words stand in runs of text, in which
 * Teams reads no Markdown: nothing that is quoted becomes a link or a mention.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export function teamsPayload(message: Message, key: string, baseUrl: string | undefined): string {
  for (let written = Math.min(WRITTEN_OUT, message.items.length); ; written -= 1) {
    const body = JSON.stringify(payload(message, written, key, baseUrl));
    if (written <= 1 || Buffer.byteLength(body) <= MAX_CARD_BYTES) return body;
  }
}

function payload(message: Message, written: number, key: string, baseUrl: string | undefined): object {
  const more = message.items.length - written;
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    // The newest that Teams draws on telephones too.
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      text(headlineOf(message), { size: 'large', weight: 'bolder' }),
      ...message.items.slice(0, written).map((item) => container(item, baseUrl)),
      text(`${more > 0 ? `and ${more} more · ` : ''}${key}`, { size: 'small', isSubtle: true }),
    ],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

function container(item: NewsItem, baseUrl: string | undefined): object {
  const title = `${item.state} (was ${item.from}) ${nameOf(item)} ${NEWS_WORDS[item.news]}`;
  const link =
    baseUrl === undefined
      ? []
      : [
          {
            type: 'ActionSet',
            actions: [{ type: 'Action.OpenUrl', title: 'Open', url: addressOf(item.link, baseUrl) }],
          },
        ];
  return {
    type: 'Container',
    style: STYLE[item.state],
    items: [text(title, { weight: 'bolder' }), text(item.words.slice(0, MAX_WORDS), {}), ...link],
  };
}

function text(words: string, look: object): object {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: words, ...look }] };
}
