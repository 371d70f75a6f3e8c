import { defineTexts } from '../i18n/index.ts';

export const inputTexts = defineTexts('inputs', {
  en: {
    pickMember: 'Choose a person',
    pickRecord: 'Choose {{entity}}',
    nobodyFound: 'Nobody found',
    nothingFound: 'Nothing found',
    searchFailed: 'The search failed. Type again to retry.',
    notNumber: 'Not a number',
    me: 'Me (whoever is looking)',
    today: 'Today',
    now: 'Now',
  },
  'zh-CN': {
    pickMember: '选择成员',
    pickRecord: '选择{{entity}}',
    nobodyFound: '没有找到成员',
    nothingFound: '没有找到',
    searchFailed: '搜索失败，请重新输入。',
    notNumber: '不是数字',
    me: '我（当前查看者）',
    today: '今天',
    now: '现在',
  },
});
