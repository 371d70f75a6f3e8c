import { defineTexts } from '../i18n/index.ts';

export const fieldTexts = defineTexts('fields', {
  en: {
    show: 'Show {{field}}',
    hide: 'Hide',
    hidden: 'Hidden',
    masked: 'You see only part of this.',
    stars: '{{value}} of {{max}}',
    showMap: 'Show on a map',
    postalCode: 'Postal code {{code}}',
    more_one: 'and {{count}} more',
    more_other: 'and {{count}} more',
    empty: 'Nothing',
  },
  'zh-CN': {
    show: '显示{{field}}',
    hide: '隐藏',
    hidden: '已隐藏',
    masked: '您只能看到部分内容。',
    stars: '{{value}} / {{max}} 星',
    showMap: '在地图上查看',
    postalCode: '邮编 {{code}}',
    more_other: '等 {{count}} 项',
    empty: '空',
  },
});
