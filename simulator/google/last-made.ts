/** Values that can be made again at any time, kept while they are among the last so many that were made. */
export class LastMade<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly most: number) {}

  of(key: string, make: () => Value): Value {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const value = make();
    for (const oldest of this.values.keys()) {
      if (this.values.size < this.most) break;
      this.values.delete(oldest);
    }
    this.values.set(key, value);
    return value;
  }

  forget(): void {
    this.values.clear();
  }
}
