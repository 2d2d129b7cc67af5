import type { SettingReading } from '../usage/observed-setting.js';

/** Reads a setting, or tells the permission that was missing where an error says so. Any other error goes on. */
export async function readOrDenied(
  permission: string,
  on: string,
  read: () => Promise<unknown>,
  isDenied: (error: unknown) => boolean,
): Promise<SettingReading> {
  try {
    return { known: true, value: await read() };
  } catch (error) {
    if (isDenied(error)) return { known: false, permission, on };
    throw error;
  }
}

/** Why a setting could not be read, in words for a log. */
export function unreadWords(what: string, error: unknown): string {
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${what} could not be read: ${why}`;
}
