/** What a function may use to write its SQL, besides its arguments. */

export interface SqlContext {
  /** A literal of the formula as a bound parameter, cast to its type. */
  bind(value: string, sqlType: string): string;
  /** The moment of evaluation, to the millisecond, as timestamptz. */
  now(): string;
  /** The time zone's name, as text. */
  timeZone(): string;
  /** The member's id as text, or null. */
  me(): string;
  /** The ids of the member's departments as text[], never null. */
  departments(): string;
  /**
   * Gives names to expressions that `body` needs more than once:
   * `letting([x, y], (x, y) => ...)`. The body uses nothing but those names.
   */
  letting(expressions: readonly string[], body: (...names: string[]) => string): string;
}
