import { defineTexts } from '../i18n/index.ts';

export const formulaTexts = defineTexts('formula-editor', {
  en: {
    group_logic: 'Logic',
    group_number: 'Numbers',
    group_statistics: 'Statistics and criteria',
    group_list: 'Lists',
    group_text: 'Texts',
    group_date: 'Dates and times',
    group_people: 'People',
    group_china: 'China',
    tryOn: 'Try it on a record',
    blank: 'blank',
    previewFailed: 'It could not be computed on this record.',
  },
  'zh-CN': {
    group_logic: '逻辑',
    group_number: '数字',
    group_statistics: '统计与条件汇总',
    group_list: '列表',
    group_text: '文本',
    group_date: '日期与时间',
    group_people: '人员',
    group_china: '中国',
    tryOn: '用一条记录试算',
    blank: '空',
    previewFailed: '无法在该记录上试算。',
  },
});
