/**
 * Oracle O1. Every cell that somebody may not read holds a value that occurs nowhere else; whatever reaches that somebody
 * is searched for all of them, in the disguises in which a value could slip out. Numbers count only as whole numbers:
 * seven digits in a row occur in ids and times by chance.
 */

import { createHash } from 'node:crypto';

/** `export`: what the representative may take out, in files. */
export type Who = 'export' | 'manager' | 'rep' | 'key' | 'auditor' | 'nobody' | 'recordLink' | 'viewLink' | 'formLink' | 'viewer';

export interface Canary {
  readonly value: string;
  /** Field and row, for the report. */
  readonly where: string;
  readonly seenBy: readonly Who[];
}

const WINDOW = 8;
const NUMBER = /(?<![\w.-])\d{7,11}(?![\w-])/g;

export class Canaries {
  readonly all: Canary[] = [];

  add(where: string, value: string, seenBy: readonly Who[]): string {
    this.all.push({ where, value, seenBy });
    return value;
  }

  /** What `who` must never be sent. */
  against(who: Who): CanarySweep {
    return new CanarySweep(this.all.filter(({ seenBy }) => !seenBy.includes(who)));
  }
}

export class CanarySweep {
  private readonly numbers = new Map<string, Canary>();
  /** Disguises by their first characters. */
  private readonly texts = new Map<string, { readonly form: string; readonly canary: Canary }[]>();

  constructor(canaries: readonly Canary[]) {
    for (const canary of canaries) {
      if (/^\d+$/.test(canary.value)) this.numbers.set(canary.value, canary);
      else for (const form of disguisesOf(canary.value)) this.remember(form, canary);
    }
  }

  /** Canaries that are in a text in any disguise. */
  found(text: string): Canary[] {
    const found = new Set<Canary>();
    for (const [number] of text.matchAll(NUMBER)) {
      const canary = this.numbers.get(number);
      if (canary) found.add(canary);
    }
    for (let at = 0; at + WINDOW <= text.length; at += 1) {
      const candidates = this.texts.get(text.slice(at, at + WINDOW));
      for (const { form, canary } of candidates ?? []) if (text.startsWith(form, at)) found.add(canary);
    }
    return [...found];
  }

  private remember(form: string, canary: Canary): void {
    const start = form.slice(0, WINDOW);
    const others = this.texts.get(start);
    if (others) others.push({ form, canary });
    else this.texts.set(start, [{ form, canary }]);
  }
}

/** The ways in which a text could be smuggled out. It is of letters and digits, so that it is the same in JSON and in a URL. */
function disguisesOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const hashes = ['md5', 'sha1', 'sha256'].flatMap((name) => [createHash(name).update(value).digest('hex'), createHash(name).update(value).digest('base64').slice(0, -2)]);
  // Inside a longer text base64 takes one of three forms; what is cut off here is what its neighbours change.
  const base64 = [0, 1, 2].map((before) => Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').slice(before === 0 ? 0 : before + 1, -4));
  const escaped = [...value].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  const percents = [...bytes].map((byte) => `%${byte.toString(16)}`).join('');
  return [...new Set([value, value.toLowerCase(), value.toUpperCase(), bytes.toString('hex'), [...value].reverse().join(''), escaped, percents, ...hashes, ...base64, ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))])];
}
