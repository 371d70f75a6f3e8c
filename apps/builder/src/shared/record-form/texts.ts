import { defineTexts } from '../i18n/index.ts';

export const recordFormTexts = defineTexts('record-form', {
  en: {
    addRow: 'Add row',
    removeRow: 'Remove row {{row}}',
    moveRow: 'Move row {{row}}',
    row: 'Row {{row}}',
    noRows: 'No rows yet',
    choose: 'Choose',
    computed: 'Computed',
    given: 'Given when saved',
    nothing: '—',
    readOnly: 'You may see this but not change it.',
    tooManyRows: 'At most {{limit}} rows.',
    cannotShow: 'This form cannot be shown: its design has problems.',
    emptyForm: 'This form has no fields that your roles show you.',
  },
  'zh-CN': {
    addRow: '添加一行',
    removeRow: '移除第 {{row}} 行',
    moveRow: '移动第 {{row}} 行',
    row: '第 {{row}} 行',
    noRows: '还没有明细',
    choose: '请选择',
    computed: '自动计算',
    given: '保存后生成',
    nothing: '—',
    readOnly: '您可以查看，但不能修改。',
    tooManyRows: '最多 {{limit}} 行。',
    cannotShow: '无法显示此表单：其设计存在问题。',
    emptyForm: '此表单没有您的角色可见的字段。',
  },
});
