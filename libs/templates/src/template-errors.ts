/** The error kinds of template packages. */

import { defineError } from '@tessera/contract';

export const TemplateInvalid = defineError<Record<string, never>>({
  code: 'TEMPLATE_INVALID',
  status: 400,
  message: {
    en: () => 'The template package has problems; nothing was installed.',
    'zh-CN': () => '模板包存在问题，未安装任何内容。',
  },
  hint: { en: () => 'The files and places are listed.', 'zh-CN': () => '有问题的文件和位置已列出。' },
});

export const TemplateTooNew = defineError<{ format: string; supported: number }>({
  code: 'TEMPLATE_TOO_NEW',
  status: 400,
  message: {
    en: ({ format, supported }) => `The template is written for format ${format}; this Tessera reads up to format ${supported}. Nothing was installed.`,
    'zh-CN': ({ format, supported }) => `该模板使用格式 ${format}，当前系统最高支持格式 ${supported}，未安装任何内容。`,
  },
  hint: { en: () => 'Update Tessera first.', 'zh-CN': () => '请先升级系统。' },
});
