import type { AnyAuthClient, GoogleAuth } from 'google-auth-library';
import { type GoogleAccess, googleAuth } from './google-access.js';
import { codeOf, reasonOf } from './google-errors.js';
import { askGoogle } from './google-rest.js';
import { untilAborted } from './until-aborted.js';

/** Requests about the settings of one project: over REST, where no typed client drops fields that are newer than it is. */
export class SettingsRequests {
  private auth: Promise<GoogleAuth<AnyAuthClient>> | undefined;

  constructor(private readonly access: GoogleAccess) {}

  /** The JSON of an answer; `null` where there is no such thing. A body makes it a POST: questions are asked so too. */
  async ask(url: string, signal: AbortSignal, body?: object): Promise<unknown> {
    try {
      return await askGoogle(await untilAborted(this.open(), signal), url, signal, body);
    } catch (error) {
      if (codeOf(error) === 404) return null;
      throw error;
    }
  }

  private open(): Promise<GoogleAuth<AnyAuthClient>> {
    this.auth ??= googleAuth(this.access).catch((error: unknown) => {
      this.auth = undefined;
      throw error;
    });
    return this.auth;
  }

  bigQuery(path: string): string {
    return `${this.access.endpoint?.bigQuery ?? 'https://bigquery.googleapis.com'}/bigquery/v2/${path}`;
  }

  logging(path: string): string {
    return `${this.access.endpoint?.loggingRest ?? 'https://logging.googleapis.com'}/v2/${path}`;
  }

  resourceManager(path: string): string {
    return `${this.access.endpoint?.resourceManager ?? 'https://cloudresourcemanager.googleapis.com'}/v1/${path}`;
  }
}

/** Whether the roles of the reader do not allow it. */
export function isDenied(error: unknown): boolean {
  return reasonOf(error) === 'permission';
}
