/** How a function is written, and which of its parameters the caret is at. Pure. */

import type { Locale } from '@tessera/contract';
import type { FunctionDescription, FunctionForm, FunctionParam } from '@tessera/formula';

/** The first form that takes an argument at this place. */
export function formAt(description: FunctionDescription, argument: number): FunctionForm {
  const fits = ({ params }: FunctionForm): boolean => argument < params.length || params.some((param) => param.repeats);
  return description.forms.find(fits) ?? description;
}

/** The parameter an argument belongs to; undefined beyond the last. */
export function paramAt(form: FunctionForm, argument: number): FunctionParam | undefined {
  return form.params[placeOf(form, argument)];
}

/** Index of the parameter; parameters that repeat take turns. */
export function placeOf({ params }: FunctionForm, argument: number): number {
  const first = params.findIndex((param) => param.repeats);
  if (first < 0 || argument < first) return argument;
  const many = params.filter((param) => param.repeats).length;
  return first + ((argument - first) % many);
}

/** Its pieces, for showing one of them in bold: `ROUND(`, `number`, `, `, `[digits]`, `)`. */
export function signatureParts(name: string, form: FunctionForm, argument: number, locale: Locale): { readonly text: string; readonly active: boolean }[] {
  const active = placeOf(form, argument);
  const lastRepeated = form.params.findLastIndex((param) => param.repeats);
  const separator = locale === 'en' ? ', ' : '，';
  const parts = form.params.flatMap((param, i) => [
    ...(i > 0 ? [{ text: separator, active: false }] : []),
    { text: param.optional ? `[${param.name[locale]}]` : param.name[locale], active: i === active },
    ...(i === lastRepeated ? [{ text: `${separator}…`, active: false }] : []),
  ]);
  return [{ text: `${name}(`, active: false }, ...parts, { text: ')', active: false }];
}

/** e.g. `ROUND(number, [digits])`, in the reader's language. */
export const writtenForm = (name: string, form: FunctionForm, locale: Locale): string => signatureParts(name, form, -1, locale).map(({ text }) => text).join('');
