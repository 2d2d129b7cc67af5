/** Whether prompts and completions are kept: not at all, as their structure alone, or whole. */
export const CONTENT_MODES = ['off', 'redacted', 'full'] as const;
export type ContentMode = (typeof CONTENT_MODES)[number];
export type KeptMode = Exclude<ContentMode, 'off'>;

/** The words that a body is written in: Anthropic's Messages API, Bedrock's Converse, or another maker's own. */
export const CONTENT_DIALECTS = ['anthropic-messages', 'converse', 'other'] as const;
export type ContentDialect = (typeof CONTENT_DIALECTS)[number];

/** The two bodies of a call. */
export const CONTENT_PARTS = ['request', 'response'] as const;
export type ContentPart = (typeof CONTENT_PARTS)[number];

/** What is kept of one call's bodies, as JSON text; `null` where the log holds none. Personal data: never log it. */
export interface CallContent {
  readonly eventId: string;
  readonly mode: KeptMode;
  readonly dialect: ContentDialect;
  readonly request: string | null;
  readonly response: string | null;
}
