/**
 * What is wrong with a model, said to the person who draws it. Kinds of problems are declared next to
 * the rule they belong to; a problem names the element by its id and by what people call it, in both
 * languages. Errors keep a process from being published, warnings do not.
 */

import type { FieldProblemInput, Locale } from '@tessera/contract';

/** The same words in every language. */
export type Words = Readonly<Record<Locale, string>>;

export type Severity = 'error' | 'warning';

export interface ProcessProblem {
  /** BPMN id; null for the file as a whole. */
  readonly element: string | null;
  /** The name in the file, null when it has none. */
  readonly name: string | null;
  readonly code: string;
  readonly severity: Severity;
  readonly message: Words;
  /** Characters of the formula the problem is about, from 0. */
  readonly position?: { readonly from: number; readonly to: number };
}

export interface ProblemKind<Params> {
  readonly code: string;
  readonly severity: Severity;
  /** `what` is the element as people call it, e.g. `"Approve" (Task_1)`. */
  readonly message: Readonly<Record<Locale, (params: Params & { readonly what: string }) => string>>;
}

export const defineProblem = <Params extends object = Record<never, never>>(kind: ProblemKind<Params>): ProblemKind<Params> => kind;

/** The element a problem is about. */
export interface Named {
  readonly id: string | null;
  readonly name: string | null;
  readonly nameEn: string | null;
}
export const WHOLE_FILE: Named = { id: null, name: null, nameEn: null };

/** A parameter is the same in every language, or has words for each. */
export type Localizable<Params> = { readonly [Key in keyof Params]: Params[Key] | Words };

/** More problems than anybody reads; a hostile file must not make the answer huge. */
const MAX_PROBLEMS = 200;

export class ProblemList {
  private readonly found: ProcessProblem[] = [];
  private leftOut = 0;
  private areErrors = false;

  report<Params extends object>(
    kind: ProblemKind<Params>,
    element: Named,
    params: Localizable<Params>,
    position?: { readonly from: number; readonly to: number },
  ): void {
    if (kind.severity === 'error') this.areErrors = true;
    if (this.found.length >= MAX_PROBLEMS) {
      this.leftOut += 1;
      return;
    }
    const word = (locale: Locale): string =>
      kind.message[locale]({ ...(inLanguage(params, locale) as Params), what: describe(element, locale) });
    this.found.push({
      element: element.id,
      name: element.name,
      code: kind.code,
      severity: kind.severity,
      message: { en: word('en'), 'zh-CN': word('zh-CN') },
      ...(position ? { position: { from: position.from, to: position.to } } : {}),
    });
  }

  get hasErrors(): boolean {
    return this.areErrors;
  }

  /** Whether something was already said about this element. */
  mentions(id: string): boolean {
    return this.found.some((problem) => problem.element === id);
  }

  toArray(): readonly ProcessProblem[] {
    if (this.leftOut === 0) return this.found;
    const rest = this.leftOut;
    return [
      ...this.found,
      {
        element: null,
        name: null,
        code: 'PROCESS_MORE_PROBLEMS',
        severity: this.areErrors ? 'error' : 'warning',
        message: { en: `There are ${rest} more problems.`, 'zh-CN': `还有 ${rest} 个问题未列出。` },
      },
    ];
  }
}

/** As the wire shape of errors wants them: path `elements.<id>`, or `xml` for the file as a whole. */
export function toFieldProblems(problems: readonly ProcessProblem[]): FieldProblemInput[] {
  return problems.map((problem) => ({
    path: problem.element === null ? 'xml' : `elements.${problem.element}`,
    code: problem.code,
    message: problem.message,
    ...(problem.position ? { params: { ...problem.position } } : {}),
  }));
}

function describe(element: Named, locale: Locale): string {
  const name = shorten((locale === 'en' ? element.nameEn : null) ?? element.name ?? element.nameEn ?? '');
  const id = shorten(element.id ?? '');
  if (name === '') return id;
  if (id === '') return locale === 'en' ? `"${name}"` : `“${name}”`;
  return locale === 'en' ? `"${name}" (${id})` : `“${name}”（${id}）`;
}

/** One line of at most 80 characters. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const letters = [...line.slice(0, 200)];
  return letters.length > 80 ? `${letters.slice(0, 79).join('')}…` : letters.join('');
}

function inLanguage(params: object, locale: Locale): object {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, isWords(value) ? value[locale] : value]),
  );
}

const isWords = (value: unknown): value is Words =>
  typeof value === 'object' && value !== null && typeof (value as Words).en === 'string' && typeof (value as Words)['zh-CN'] === 'string';
