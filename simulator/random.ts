/** Four 32-bit words that start a stream of random numbers. */
export type SeedWords = readonly [number, number, number, number];

/** A list that is known to hold something, so that picking from it always succeeds. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** 128 bits of a text (cyrb128, public domain), enough to keep the streams of all hours apart. */
export function seedWordsOf(text: string): SeedWords {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [(a ^ b ^ c ^ d) >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

/**
 * A small deterministic generator (sfc32, public domain): the same words give the same numbers on every machine. `salt`
 * and `index` open separate streams from one seed, so that what one part draws never moves what another part draws.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(words: SeedWords, salt = 0, index = 0) {
    this.a = words[0] ^ Math.imul(salt + 1, 0x9e3779b1);
    this.b = words[1] ^ Math.imul(index + 1, 0x85ebca6b);
    this.c = words[2];
    this.d = words[3] + index;
    for (let round = 0; round < 12; round += 1) this.word();
  }

  /** 32 random bits as an unsigned integer. */
  word(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** A number in [0, 1). */
  unit(): number {
    return this.word() / 4294967296;
  }

  chance(share: number): boolean {
    return this.unit() < share;
  }

  /** A whole number in [low, high]. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  pick<T>(list: NonEmpty<T>): T {
    return list[Math.floor(this.unit() * list.length)] ?? list[0];
  }

  /** Pick by weight; the weights need not sum to one. */
  weighted<T>(list: NonEmpty<readonly [T, number]>): T {
    let total = 0;
    for (const [, weight] of list) total += weight;
    let rest = this.unit() * total;
    for (const [item, weight] of list) {
      rest -= weight;
      if (rest < 0) return item;
    }
    return list[0][0];
  }

  /** A positive whole number around `median`, skewed to the right as sizes are; `spread` 0.5 is mild, 1 is wide. */
  size(median: number, spread: number): number {
    // The sum of three uniform numbers is near enough to a normal one: mean 1.5, standard deviation 0.5.
    const normal = (this.unit() + this.unit() + this.unit() - 1.5) * 2;
    return Math.max(1, Math.round(median * Math.exp(spread * normal)));
  }

  /** 32-bit words as lower-case hexadecimal digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.word().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }

  /** Letters and digits as ids of the clouds use them. */
  alphanumeric(length: number, alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'): string {
    let text = '';
    for (let i = 0; i < length; i += 1) text += alphabet.charAt(Math.floor(this.unit() * alphabet.length));
    return text;
  }

  /** A UUID of version 4, the form of request ids. */
  uuid(): string {
    const hex = this.hex(32);
    const variant = '89ab'.charAt(this.word() & 3);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
