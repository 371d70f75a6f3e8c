/** Changes to a list of choices. A choice's value is derived from its label while it is new and then stays. Pure. */

import { textIn, type LocalizedText, type SelectChoice } from '@tessera/contract';
import { deriveKey } from '@tessera/model';

export const CHOICE_COLORS = ['#8c8c8c', '#1677ff', '#2f54eb', '#722ed1', '#c41d7f', '#cf1322', '#d4380d', '#d48806', '#389e0d', '#13a8a8'] as const;

export const addChoice = (choices: readonly SelectChoice[]): SelectChoice[] => [
  ...choices,
  { value: freeValue('', choices, choices.length), label: {}, color: CHOICE_COLORS[(choices.length + 1) % CHOICE_COLORS.length]! },
];

/** `stored`: values records may hold already; those never change. */
export function relabelChoice(choices: readonly SelectChoice[], index: number, label: LocalizedText | undefined, stored: ReadonlySet<string>): SelectChoice[] {
  return choices.map((choice, at) => {
    if (at !== index) return choice;
    if (stored.has(choice.value)) return { ...choice, label: label ?? {} };
    return { ...choice, label: label ?? {}, value: freeValue(label?.en ?? textIn(label, 'zh-CN'), choices, index) };
  });
}

export function moveChoice(choices: readonly SelectChoice[], from: number, to: number): SelectChoice[] {
  const choice = choices[from];
  if (!choice || to < 0 || to >= choices.length) return [...choices];
  const others = choices.filter((_, index) => index !== from);
  return [...others.slice(0, to), choice, ...others.slice(to)];
}

function freeValue(label: string, choices: readonly SelectChoice[], own: number): string {
  const taken = new Set(choices.filter((_, index) => index !== own).map((choice) => choice.value));
  return deriveKey(label === '' ? `choice_${own + 1}` : label, (key) => taken.has(key));
}
