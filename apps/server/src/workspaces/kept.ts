/**
 * Values loaded from the database and kept until somebody says that they changed. A load that was under
 * way when the change came is not kept; with `keeps()` false nothing is.
 */

export class Kept<Value> {
  private readonly values = new Map<string, Value>();
  private readonly loads = new Map<string, Promise<Value | undefined>>();

  constructor(
    private readonly keeps: () => boolean,
    private readonly limit: number,
  ) {}

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  /** `undefined` is never kept. */
  async load<Found extends Value | undefined>(key: string, load: () => Promise<Found>): Promise<Found> {
    const kept = this.values.get(key);
    if (kept !== undefined) return kept as Found;
    if (!this.keeps()) return load();
    const underWay = this.loads.get(key);
    if (underWay !== undefined) return underWay as Promise<Found>;
    const loading = load();
    this.loads.set(key, loading);
    try {
      const value = await loading;
      if (value !== undefined && this.loads.get(key) === loading) this.keep(key, value);
      return value;
    } finally {
      if (this.loads.get(key) === loading) this.loads.delete(key);
    }
  }

  drop(key: string): void {
    this.values.delete(key);
    this.loads.delete(key);
  }

  dropWhere(matches: (value: Value) => boolean): void {
    for (const [key, value] of this.values) if (matches(value)) this.values.delete(key);
    this.loads.clear();
  }

  clear(): void {
    this.values.clear();
    this.loads.clear();
  }

  private keep(key: string, value: Value): void {
    if (this.values.size >= this.limit) {
      const oldest = this.values.keys().next().value;
      if (oldest !== undefined) this.values.delete(oldest);
    }
    this.values.set(key, value);
  }
}
