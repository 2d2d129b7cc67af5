import { isObject, type JsonObject, storable } from '../json-value.js';

/**
 * What a record tells, under one spelling of each name. The same log has it as `PromptTokens` in its own table, as
 * `promptTokens_d` in AzureDiagnostics, and as `properties.promptTokens` in an event hub or a storage account.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/azurediagnostics
 */
export class Fields {
  private readonly values = new Map<string, unknown>();

  constructor(record: JsonObject) {
    this.add(record);
    // `properties` is an object or JSON text; both occur in one file.
    const properties = this.values.get('properties');
    const inner = typeof properties === 'string' ? parsed(properties) : properties;
    if (isObject(inner)) this.add(inner);
  }

  has(name: string): boolean {
    return this.values.has(spelling(name));
  }

  /** Text that says something, or `null`. */
  text(name: string, maxLength = 256): string | null {
    const value = this.values.get(spelling(name));
    if (typeof value !== 'string' || value.trim() === '') return null;
    return storable(value.slice(0, maxLength));
  }

  /** A number, also where an export has written it as text, or `null`. */
  number(name: string): number | null {
    const value = this.values.get(spelling(name));
    const number = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : null;
  }

  bool(name: string): boolean | null {
    const value = this.values.get(spelling(name));
    if (typeof value === 'boolean') return value;
    return value === 'true' || value === 'True' ? true : value === 'false' || value === 'False' ? false : null;
  }

  /** An object, also where it stands as JSON text. */
  object(name: string): JsonObject | null {
    const value = this.values.get(spelling(name));
    const object = typeof value === 'string' ? parsed(value) : value;
    return isObject(object) ? object : null;
  }

  /** The first that says something stays: a record's own fields go before those of its properties. */
  private add(record: JsonObject): void {
    for (const [name, value] of Object.entries(record)) {
      if (value === null || value === undefined || value === '') continue;
      const key = spelling(name);
      if (!this.values.has(key)) this.values.set(key, value);
    }
  }
}

/** A column of AzureDiagnostics ends in its type: `_s _d _b _g _t`. */
function spelling(name: string): string {
  return name
    .replace(/(?<=.)_[sdbgt]$/, '')
    .replaceAll('_', '')
    .toLowerCase();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
