import type { Message, NewsItem } from '../../usage/alert.js';
import { addressOf, headlineOf, nameOf, NEWS_WORDS, WRITTEN_OUT } from '../message-words.js';

const SIGN: Readonly<Record<NewsItem['state'], string>> = {
  ALERT: ':red_circle:',
  WARN: ':large_yellow_circle:',
  OK: ':large_green_circle:',
  'NO DATA': ':white_circle:',
  UNKNOWN: ':white_circle:',
};
/** Slack takes 3,000 characters in the text of a section. https://docs.slack.dev/reference/block-kit/blocks/section-block */
const MAX_TEXT = 2_900;

/** The message as Slack's blocks, with `text` for notifications and for readers that show no blocks. */
export function slackPayload(message: Message, key: string, baseUrl: string | undefined): object {
  const more = message.items.length - WRITTEN_OUT;
  return {
    text: escaped(headlineOf(message)),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: headlineOf(message).slice(0, 150) } },
      ...message.items.slice(0, WRITTEN_OUT).map((item) => section(item, baseUrl)),
      { type: 'context', elements: [{ type: 'mrkdwn', text: `${more > 0 ? `and ${more} more · ` : ''}${key}` }] },
    ],
  };
}

function section(item: NewsItem, baseUrl: string | undefined): object {
  const title = `${SIGN[item.state]} *${escaped(item.state)}* (was ${escaped(item.from)}) ${escaped(nameOf(item))} ${NEWS_WORDS[item.news]}`;
  const look = baseUrl === undefined ? '' : `\n<${addressOf(item.link, baseUrl)}|Open>`;
  const text = `${title}\n${escaped(item.words)}`;
  return { type: 'section', text: { type: 'mrkdwn', text: `${text.slice(0, MAX_TEXT - look.length)}${look}` } };
}

/** Slack reads `<…>` as links and mentions: these three characters are to be escaped, and no others. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
