import type { UsageEvent } from './usage-event.js';

/** The program that made a call. */
export interface Client {
  /** One of the names below, or `other: ` and what the program calls itself. */
  readonly name: string;
  /** As the program tells it; `null` where it tells none. */
  readonly version: string | null;
}

/**
 * What programs call themselves, the most telling first: a library names what it is built on behind itself, and whoever
 * builds on it names themselves in front. The group is the version.
 *
 * Anthropic's own libraries: `AnthropicVertex/JS 1.11.0`, `AsyncAnthropicBedrock/Python 1.6.0`, `Anthropic/Go 1.2.0`
 * (https://github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/_base_client.py, `user_agent`).
 * Claude Code: `claude-cli/2.1.207 (external, cli)`.
 * LangChain: `langchain-google-vertexai/2.0.28-ChatAnthropicVertex`
 * (https://github.com/langchain-ai/langchain-google/blob/main/libs/vertexai/langchain_google_vertexai/_utils.py).
 * AWS: `Boto3/1.42.86 md/Botocore#1.42.86 ua/2.1 …`, `aws-sdk-js/3.600.0 …`, `aws-cli/2.15.30 …`.
 */
const KNOWN: readonly (readonly [name: string, userAgent: RegExp])[] = [
  ['claude-code', product('claude-(?:cli|code)')],
  ['litellm', product('litellm')],
  ['langchain', product('(?:py)?(?:lib-)?(?:langchain|langgraph)[\\w.-]*')],
  ['vercel-ai-sdk', product('ai(?:-sdk(?:/[a-z-]+)?)?')],
  ['anthropic-sdk-python', anthropic('python')],
  ['anthropic-sdk-typescript', anthropic('(?:js|typescript)')],
  ['anthropic-sdk-java', anthropic('(?:java|kotlin)')],
  ['anthropic-sdk-go', anthropic('go')],
  ['anthropic-sdk-ruby', anthropic('ruby')],
  ['anthropic-sdk-php', anthropic('php')],
  ['anthropic-sdk-csharp', anthropic('(?:c#|csharp)')],
  ['aws-cli', product('aws-cli')],
  ['aws-sdk', product('(?:boto3|botocore|aws-sdk-[a-z0-9-]+)')],
  ['gcloud', product('(?:google-cloud-sdk )?gcloud')],
  [
    'google-sdk',
    product('(?:google-genai-sdk|google-api-[a-z-]+|google-cloud-[a-z-]+|gcloud-[a-z-]+|gl-[a-z]+|gapic)'),
  ],
  ['azure-sdk', product('(?:azsdk-[a-z0-9-]+)')],
  ['openai-sdk', /(?:^|[\s,])(?:Async)?(?:Azure)?OpenAI\/[A-Za-z]+ ([\w.+-]+)/i],
  ['curl', product('curl')],
  ['browser', /^Mozilla\/[\d.]+ .*?(?:Edg|OPR|Firefox|Chrome|Version)\/([\d.]+)/],
];

const NAMES: ReadonlySet<string> = new Set(KNOWN.map(([name]) => name));

/** `name/1.2.3` at the start or behind another product. */
function product(name: string): RegExp {
  return new RegExp(`(?:^|[\\s,])(?:${name})(?:/v?(\\d[\\w.+-]*)|(?=[\\s,/(]|$))`, 'i');
}

/** `AnthropicVertex/JS 1.11.0`, and `anthropic-sdk-python/0.72.0` of those who set it themselves. */
function anthropic(language: string): RegExp {
  return new RegExp(
    `(?:^|[\\s,])(?:(?:Async)?Anthropic[A-Za-z]*/${language}\\s|anthropic-sdk-${language}/)v?(\\d[\\w.+-]*)`,
    'i',
  );
}

/**
 * Which program made a call, as far as its log tells; `null` is "the log does not tell". A session of Claude Code goes
 * before the user agent, which gateways replace by their own. A label `client` counts where it names a known program only:
 * to many a company a client is a customer.
 */
export function clientOf({
  userAgent,
  requestMetadata,
}: Pick<UsageEvent, 'userAgent' | 'requestMetadata'>): Client | null {
  const told = userAgent === null ? null : clientOfUserAgent(userAgent);
  const label = Object.hasOwn(requestMetadata, 'client') ? requestMetadata['client'] : undefined;
  if (label === undefined || !NAMES.has(label)) return told;
  const isCarried = label === 'claude-code' && Object.hasOwn(requestMetadata, 'session');
  if (told !== null && !isCarried) return told;
  return told?.name === label ? told : { name: label, version: null };
}

/** The program behind a user agent; one that is not known keeps its own name. */
export function clientOfUserAgent(userAgent: string): Client | null {
  for (const [name, pattern] of KNOWN) {
    const match = pattern.exec(userAgent);
    if (match !== null) return { name, version: match[1] ?? null };
  }
  const [, name, version] = /^\s*([^\s/(),;]+)(?:\/v?(\d[\w.+-]*))?/.exec(userAgent) ?? [];
  if (name === undefined) return null;
  return { name: isMadeUp(name) ? 'other' : `other: ${name.slice(0, OTHER_LENGTH)}`, version: version ?? null };
}

/** Roll-ups have a row for each name, so there must stay few: a name that is new with every run is not kept. */
const OTHER_LENGTH = 40;
const isMadeUp = (name: string) => /[0-9a-f]{12,}|[0-9a-f]{8}-[0-9a-f]{4}|\d{5,}/i.test(name);
