/** The sentence that says it all. Pure. */

import { actionWord } from '@tessera/access';
import type { Explanation, Locale, RecordAction } from '@tessera/contract';

export interface Asked {
  /** Null: whoever asks. */
  readonly who: string | null;
  readonly action: RecordAction;
  readonly what: string;
  /** On which rows, in words. */
  readonly rows: string;
  readonly answer: Explanation['answer'];
  /** False: nobody writes it. */
  readonly isWritable: boolean;
  /** Fields it is computed from and that stay hidden, as far as they may be named; null when there is none. */
  readonly hidden: readonly string[] | null;
  readonly readingComesFirst: boolean;
  readonly decided: Explanation['decided'];
}

export function summaryOf(asked: Asked, locale: Locale): string {
  return locale === 'zh-CN' ? inChinese(asked) : inEnglish(asked);
}

const rolesWith = (decided: Explanation['decided'], effect: string, quote: (label: string) => string, comma: string): string =>
  decided.filter((one) => one.effect === effect).map(({ source }) => quote(source.role.label)).join(comma);

function inEnglish({ who, action, what, rows, answer, isWritable, hidden, readingComesFirst, decided }: Asked): string {
  const subject = who ?? 'You';
  const verb = `${actionWord(action, 'en')} ${what}`;
  const by = (effect: string): string => rolesWith(decided, effect, (label) => `"${label}"`, ', ');
  switch (answer) {
    case 'yes':
      return `${subject} may ${verb}${by('allow') === '' ? '' : `: ${by('allow')} allows it`}.`;
    case 'masked':
      return `${subject} ${who === null ? 'see' : 'sees'} ${what} masked${by('mask') === '' ? '' : `: ${by('mask')} says so`}.`;
    case 'someRows':
      return `${subject} may ${verb} on some records. ${rows}.`;
    case 'no': {
      const reason = !isWritable
        ? 'nobody writes this field'
        : hidden !== null
          ? `it is computed from what may not be read${hidden.length > 0 ? ` (${hidden.join(', ')})` : ''}`
          : readingComesFirst
            ? 'what cannot be read cannot be worked with'
            : by('deny') !== ''
              ? `${by('deny')} forbids it and no other role allows it`
              : 'no role allows it';
      return `${subject} may not ${verb}: ${reason}.`;
    }
  }
}

function inChinese({ who, action, what, rows, answer, isWritable, hidden, readingComesFirst, decided }: Asked): string {
  const subject = who ?? '您';
  const verb = `${actionWord(action, 'zh-CN')}“${what}”`;
  const by = (effect: string): string => rolesWith(decided, effect, (label) => `“${label}”`, '、');
  switch (answer) {
    case 'yes':
      return `${subject}可以${verb}${by('allow') === '' ? '' : `：由角色${by('allow')}允许`}。`;
    case 'masked':
      return `${subject}看到的“${what}”经过脱敏${by('mask') === '' ? '' : `：由角色${by('mask')}规定`}。`;
    case 'someRows':
      return `${subject}可以对部分记录${verb}。${rows}。`;
    case 'no': {
      const reason = !isWritable
        ? '该字段不可手动写入'
        : hidden !== null
          ? `其计算所依据的内容不可读取${hidden.length > 0 ? `（${hidden.join('、')}）` : ''}`
          : readingComesFirst
            ? '不能读取的记录不能进行此操作'
            : by('deny') !== ''
              ? `角色${by('deny')}禁止，且没有其他角色允许`
              : '没有角色允许';
      return `${subject}不可${verb}：${reason}。`;
    }
  }
}
