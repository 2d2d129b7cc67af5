import { type Document, LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Environment } from '../environment.js';

export type Path = readonly PropertyKey[];

/** A mistake and where it stands. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** `sources[1].region`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

const REFERENCE = /^\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}$/;

/** A configuration text whose every value knows its line. */
export class ConfigDocument {
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;
  /** Texts that stand in the file as references, by what they stand for. */
  private readonly resolved = new Set<string>();
  readonly problems: Problem[] = [];

  constructor(text: string, variable: Environment['variable']) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    for (const { message, pos } of [...this.document.errors, ...this.document.warnings]) {
      this.problems.push({ ...this.positionOf(pos[0]), path: '', message: `not valid YAML: ${message}` });
    }
    if (this.problems.length === 0) this.resolveReferences(variable);
  }

  /** The whole file as plain values, references resolved. An empty file is an empty object. */
  get value(): unknown {
    return this.document.toJS() ?? {};
  }

  /** Whether a text came from the environment rather than standing in the file. */
  isReferenced = (text: string): boolean => this.resolved.has(text);

  /** Notes a mistake at a value; where the value is absent, at the nearest thing around it. */
  report(path: Path, message: string): void {
    this.problems.push({ ...this.positionOf(this.valueOffset(path)), path: pathWords(path), message });
  }

  /** Notes a mistake at a key instead of its value. */
  reportKey(path: Path, key: string, message: string): void {
    const node = path.length === 0 ? this.document.contents : this.document.getIn([...path], true);
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    const offset = pair && isNode(pair.key) ? pair.key.range?.[0] : undefined;
    this.problems.push({ ...this.positionOf(offset ?? this.valueOffset(path)), path: pathWords(path), message });
  }

  private resolveReferences(variable: Environment['variable']): void {
    visit(this.document, {
      Scalar: (key, node, ancestors) => {
        const name = typeof node.value === 'string' && key !== 'key' ? REFERENCE.exec(node.value)?.[1] : undefined;
        if (name === undefined) return;
        const value = variable(name);
        if (value === undefined) {
          const path = pathWords(pathOf([...ancestors, node]));
          this.problems.push({
            ...this.positionOf(node.range?.[0] ?? 0),
            path,
            message: `the environment variable ${name} is not set`,
          });
        } else {
          node.value = value;
        }
        this.resolved.add(String(node.value));
      },
    });
  }

  private valueOffset(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const node = this.document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return this.document.contents?.range[0] ?? 0;
  }

  private positionOf(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

/** `['sources', 1, 'region']` as `sources[1].region`. */
export function pathWords(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');
}

/** The path of the last of nested nodes, from what lies around it. */
function pathOf(nested: readonly unknown[]): Path {
  const path: PropertyKey[] = [];
  for (const [index, around] of nested.entries()) {
    if (isPair(around) && isScalar(around.key)) path.push(String(around.key.value));
    if (isSeq(around)) path.push(around.items.findIndex((item) => item === nested[index + 1]));
  }
  return path;
}
