/**
 * A statement while it is being written: it numbers the parameters and hands out aliases. Values are always
 * bound, one parameter each, so that two requests of the same shape have the same text and share one
 * prepared statement.
 */

/** `$1…` in `text`. The text is the same for the same shape: it can be prepared by name. */
export interface SqlText {
  readonly text: string;
  readonly values: unknown[];
}

export interface Statement {
  /** Binds a value in wire form: `$3::numeric`. A new parameter each time, whatever the value. */
  bind(value: unknown, type: string): string;
  /** Binds what a statement uses under one name, once. */
  shared(name: string, value: unknown, type: string): string;
  /** A table alias nothing else in the statement has. */
  alias(): string;
  finish(text: string): SqlText;
}

export function createStatement(): Statement {
  const values: unknown[] = [];
  const named = new Map<string, string>();
  let aliases = 0;
  const bind = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  return {
    bind,
    shared: (name, value, type) => {
      const known = named.get(name);
      if (known !== undefined) return known;
      const parameter = bind(value, type);
      named.set(name, parameter);
      return parameter;
    },
    alias: () => `t${++aliases}`,
    finish: (text) => ({ text, values }),
  };
}
