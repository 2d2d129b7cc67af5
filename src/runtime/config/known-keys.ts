import { z } from 'zod';
import type { Path } from './document.js';

/** The keys that a schema allows at a path, for suggesting what an unknown key was meant to be. */
export function knownKeys(schema: unknown, path: Path, value: unknown): string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const option = inner.options.find(
      (candidate) =>
        z.safeParse(discriminatorOf(candidate, inner.def.discriminator), pick(value, inner.def.discriminator)).success,
    );
    return option ? knownKeys(option, path, value) : [];
  }
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => knownKeys(option, path, value));
  const [first, ...rest] = path;
  if (first === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  if (inner instanceof z.ZodObject) return knownKeys(inner.shape[String(first)], rest, pick(value, first));
  if (inner instanceof z.ZodArray) return knownKeys(inner.element, rest, pick(value, first));
  return [];
}

function discriminatorOf(option: unknown, key: string): z.core.$ZodType {
  const inner = unwrap(option);
  const schema = inner instanceof z.ZodObject ? inner.shape[key] : undefined;
  return schema instanceof z.core.$ZodType ? schema : z.never();
}

/** What stands inside optional, default and transforming wrappers. */
function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly)
    return unwrap(schema.unwrap());
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  return schema;
}

function pick(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
