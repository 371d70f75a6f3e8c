import { defineTexts } from '../i18n/texts.ts';

export const apiTexts = defineTexts('api', {
  en: {
    unreachable: 'The server cannot be reached.',
    unreachableHint: 'Check your connection and try again; nothing was changed.',
    unreadable: 'The server gave an answer that cannot be read (status {{status}}).',
  },
  'zh-CN': {
    unreachable: '无法连接服务器。',
    unreachableHint: '请检查网络后重试，未做任何更改。',
    unreadable: '服务器返回了无法识别的内容（状态 {{status}}）。',
  },
});
