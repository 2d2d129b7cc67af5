import { describe, expect, it } from 'vitest';
import { clientOf, clientOfUserAgent } from './client.js';

describe('the program behind a user agent', () => {
  it.each([
    ['claude-cli/2.1.207 (external, cli)', 'claude-code', '2.1.207'],
    ['claude-cli/2.1.288 (external, sdk-cli)', 'claude-code', '2.1.288'],
    ['claude-code/1.0.3', 'claude-code', '1.0.3'],
    ['AnthropicVertex/JS 1.11.0', 'anthropic-sdk-typescript', '1.11.0'],
    ['Anthropic/JS 0.60.0', 'anthropic-sdk-typescript', '0.60.0'],
    ['AnthropicVertex/Python 0.97.0', 'anthropic-sdk-python', '0.97.0'],
    ['AsyncAnthropicBedrock/Python 1.6.0', 'anthropic-sdk-python', '1.6.0'],
    ['AnthropicAWS/Python 1.6.0', 'anthropic-sdk-python', '1.6.0'],
    ['anthropic-sdk-python/0.72.0', 'anthropic-sdk-python', '0.72.0'],
    ['Anthropic/Go 1.2.0', 'anthropic-sdk-go', '1.2.0'],
    ['AnthropicOkHttpClient/Java 2.1.0', 'anthropic-sdk-java', '2.1.0'],
    ['Anthropic/Ruby 1.0.0', 'anthropic-sdk-ruby', '1.0.0'],
    ['litellm/1.52.9', 'litellm', '1.52.9'],
    ['langchain-google-vertexai/2.0.28-ChatAnthropicVertex', 'langchain', '2.0.28-ChatAnthropicVertex'],
    ['langchain-google-vertexai/2.0.28 AnthropicVertex/Python 0.97.0', 'langchain', '2.0.28'],
    ['ai/5.0.2 ai-sdk/google-vertex/3.0.1 runtime/node.js/22', 'vercel-ai-sdk', '5.0.2'],
    ['ai-sdk/anthropic/2.0.1', 'vercel-ai-sdk', '2.0.1'],
    ['Boto3/1.42.86 md/Botocore#1.42.86 ua/2.1 os/macos#24.3.0 lang/python#3.9.6', 'aws-sdk', '1.42.86'],
    ['aws-sdk-js/3.600.0 ua/2.0 os/linux lang/js md/nodejs#22', 'aws-sdk', '3.600.0'],
    ['aws-cli/2.15.30 Python/3.11.8 Linux/6.5.0 exe/x86_64', 'aws-cli', '2.15.30'],
    ['google-genai-sdk/1.41.0 gl-python/3.12.1', 'google-sdk', '1.41.0'],
    ['google-cloud-sdk gcloud/462.0.1 command/gcloud.ai', 'gcloud', '462.0.1'],
    ['azsdk-python-ai-inference/1.0.0 Python/3.12', 'azure-sdk', '1.0.0'],
    ['AsyncAzureOpenAI/Python 1.50.0', 'openai-sdk', '1.50.0'],
    ['curl/8.7.1', 'curl', '8.7.1'],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
      'browser',
      '141.0.0.0',
    ],
    ['python-requests/2.32.3', 'other: python-requests', '2.32.3'],
    ['claims-desk', 'other: claims-desk', null],
    ['Go-http-client/1.1', 'other: Go-http-client', '1.1'],
    ['claude-clip/1.0', 'other: claude-clip', '1.0'],
  ])('is told from %s', (userAgent, name, version) => {
    expect(clientOfUserAgent(userAgent)).toEqual({ name, version });
  });

  it.each([
    ['worker-1f9c22d8e0b7a4/2.0', '2.0'],
    ['job-20261120', null],
    ['9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d', null],
  ])('has no name where %s is made up anew for each run', (userAgent, version) => {
    expect(clientOfUserAgent(userAgent)).toEqual({ name: 'other', version });
  });

  it('is cut where its name is long, and absent where there is none', () => {
    expect(clientOfUserAgent('x'.repeat(300))?.name).toBe(`other: ${'x'.repeat(40)}`);
    expect(clientOfUserAgent(' (nothing)')).toBeNull();
  });
});

describe('the program that made a call', () => {
  const session = '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d';
  it.each([
    ['nothing', null, {}, null],
    ['a user agent', 'curl/8.7.1', {}, { name: 'curl', version: '8.7.1' }],
    ['a session of Claude Code', null, { client: 'claude-code', session }, { name: 'claude-code', version: null }],
    [
      'a session through a gateway',
      'litellm/1.5',
      { client: 'claude-code', session },
      { name: 'claude-code', version: null },
    ],
    [
      'a session and its own user agent',
      'claude-cli/2.1.4 (external, cli)',
      { client: 'claude-code', session },
      { name: 'claude-code', version: '2.1.4' },
    ],
    ['a label that names a program', null, { client: 'langchain' }, { name: 'langchain', version: null }],
    ['a label beside a user agent', 'curl/8.7.1', { client: 'langchain' }, { name: 'curl', version: '8.7.1' }],
    ['a label that names a customer', null, { client: 'Acme Ltd' }, null],
  ])('is told from %s', (_, userAgent, requestMetadata, client) => {
    expect(clientOf({ userAgent, requestMetadata })).toEqual(client);
  });
});
