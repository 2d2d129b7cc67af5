/** An error of AWS: HTTP status, type, message. Each protocol writes it in its own way. */
export class AwsError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

export function groupNotFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
}

/** The parameters of a request, read one by one with their types checked. */
export class Parameters {
  private readonly fields: ReadonlyMap<string, unknown>;

  private constructor(value: unknown) {
    if (typeof value !== 'object' || value === null) throw new AwsError('SerializationException', 'Expected an object');
    this.fields = new Map<string, unknown>(Object.entries(value));
  }

  static ofBody(body: string): Parameters {
    let parsed: unknown;
    try {
      parsed = body === '' ? {} : JSON.parse(body);
    } catch {
      throw new AwsError('SerializationException', 'The request body is not JSON');
    }
    return new Parameters(parsed);
  }

  text(name: string): string | undefined {
    const value = this.fields.get(name);
    if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
    throw new AwsError('SerializationException', `${name} is not a string`);
  }

  whole(name: string): number | undefined {
    const value = this.fields.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw new AwsError('SerializationException', `${name} is not a whole number`);
  }

  number(name: string): number | undefined {
    const value = this.fields.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number') return value;
    throw new AwsError('SerializationException', `${name} is not a number`);
  }

  object(name: string): Parameters | undefined {
    const value = this.fields.get(name);
    return value === undefined || value === null ? undefined : new Parameters(value);
  }

  objects(name: string): readonly Parameters[] {
    const value = this.fields.get(name) ?? [];
    if (!Array.isArray(value)) throw new AwsError('SerializationException', `${name} is not a list`);
    return value.map((item) => new Parameters(item));
  }

  isFalse(name: string): boolean {
    return this.fields.get(name) === false;
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.fields.get(name);
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value)) throw new AwsError('SerializationException', `${name} is not a list`);
    return value.map(String);
  }
}
