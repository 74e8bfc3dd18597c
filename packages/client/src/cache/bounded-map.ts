/** A Map that drops the entry that was set longest ago, once it has more than `limit` of them. */
export class BoundedMap<Value> extends Map<string, Value> {
  readonly #limit: number;

  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  override set(key: string, value: Value): this {
    this.delete(key); // so that it comes last
    super.set(key, value);
    const [oldest = ""] = this.keys();
    if (this.size > this.#limit) this.delete(oldest);
    return this;
  }
}
