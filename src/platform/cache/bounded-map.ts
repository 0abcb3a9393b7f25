/**
 * A map that forgets what was not used for longest, so that memory is bounded. It has two halves: finds in the older
 * one move to the younger, and when the younger is full the older is dropped. A read of something in use changes
 * nothing, which makes it as cheap as that of a plain map.
 */
export class BoundedMap<Value> {
  private younger = new Map<string, Value>();
  private older = new Map<string, Value>();
  private youngerWeight = 0;

  /** @param maxWeight of both halves together */
  constructor(
    private readonly maxWeight: number,
    private readonly weigh: (value: Value) => number,
  ) {}

  get size(): number {
    return this.younger.size + this.older.size;
  }

  get(key: string): Value | undefined {
    const value = this.younger.get(key);
    if (value !== undefined) return value;
    const older = this.older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: Value): this {
    this.delete(key);
    this.younger.set(key, value);
    this.youngerWeight += this.weigh(value);
    if (this.youngerWeight > this.maxWeight / 2) this.age();
    return this;
  }

  delete(key: string): boolean {
    const value = this.younger.get(key);
    if (value === undefined) return this.older.delete(key);
    this.youngerWeight -= this.weigh(value);
    return this.younger.delete(key);
  }

  clear(): void {
    this.younger.clear();
    this.older.clear();
    this.youngerWeight = 0;
  }

  private age(): void {
    this.older = this.younger;
    this.younger = new Map();
    this.youngerWeight = 0;
  }
}
