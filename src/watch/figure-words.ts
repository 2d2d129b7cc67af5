import type { Cloud } from '../usage/cloud.js';

/** `$1,234.50`: cents are enough to say how unusual something is; the page that an alert leads to is exact. */
export function usdText(usd: number): string {
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** As the clouds write their products' names. */
export const CLOUD_TEXT: Readonly<Record<Cloud, string>> = {
  bedrock: 'Bedrock',
  vertex: 'Vertex AI',
  foundry: 'Foundry',
  anthropic: 'the Claude API',
};

/** `12,345,678` */
export function countText(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `3.4 %`; never 0 for what is not nothing, nor 100 for what is not all. */
export function percentText(percent: number): string {
  if (percent > 0 && percent < 0.1) return 'less than 0.1 %';
  if (percent < 100 && percent > 99.9) return 'more than 99.9 %';
  return `${Number(percent.toFixed(1))} %`;
}

/** `2026-11-21 14:00 UTC` */
export function hourText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
