import type { z } from 'zod';
import { SourceUnavailable } from '../log-source.js';
import { ArmReader } from './arm.reader.js';
import type { AzureAccess } from './azure-access.js';

/** Versions of the resource providers' APIs. https://learn.microsoft.com/azure/templates */
const VERSION = {
  diagnosticSettings: '2021-05-01-preview',
  workspace: '2025-07-01',
  gateway: '2024-06-01-preview',
} as const;

/** Requests about settings, over ARM. */
export class SettingsRequests {
  private readonly arm: ArmReader;

  constructor(id: string, access: AzureAccess) {
    this.arm = new ArmReader(id, access);
  }

  /** The answer; `null` where there is no such thing. */
  async ask<Answer>(
    path: string,
    of: keyof typeof VERSION,
    schema: z.ZodType<Answer>,
    signal: AbortSignal,
  ): Promise<Answer | null> {
    const asked = { what: path, role: 'Reader', on: path, ifAbsent: 'the resource ids of the configuration' };
    try {
      return await this.arm.ask({ path, query: { 'api-version': VERSION[of] }, schema, asked }, signal);
    } catch (error) {
      if (error instanceof SourceUnavailable && error.reason === 'notFound') return null;
      throw error;
    }
  }
}

/** Whether the role of the reader does not allow it. */
export function isDenied(error: unknown): boolean {
  return error instanceof SourceUnavailable && error.reason === 'permission';
}
