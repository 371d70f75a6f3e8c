/** The bounds that keep every formula cheap to check, to evaluate and to run in Postgres. */

/** Bytes of the source text in UTF-8. */
export const MAX_TEXT_BYTES = 10_000;
/** Levels of nesting, counted in the source: brackets, calls and operators. */
export const MAX_DEPTH = 100;
/** A number of this size or more is blank. One more than the largest number a field holds. */
export const NUMBER_LIMIT = '1e28';
/** Digits after the point that × and ÷ keep, rounded half away from zero. */
export const SCALE = 20;
/** Characters (code points) that joining and replacing keep. */
export const MAX_TEXT_LENGTH = 100_000;
/** Items of a list that a function puts together. Lists that come from records are as long as they are. */
export const MAX_ITEMS = 100_000;
/** Digits after the point of what no finite decimal is exact for: logarithms, EXP, powers that are not whole. */
export const INEXACT_SCALE = 15;
