import { defineError } from '@tessera/contract';

export const TemplateNotFound = defineError<Record<string, never>>({
  code: 'TEMPLATE_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such template.', 'zh-CN': () => '没有该模板。' },
});

export const TemplateInstalled = defineError<{ version: string }>({
  code: 'TEMPLATE_INSTALLED',
  status: 409,
  message: { en: ({ version }) => `Version ${version} of this template is installed already.`, 'zh-CN': ({ version }) => `该模板的 ${version} 版已安装。` },
});

export const TemplateVersionGone = defineError<{ version: string }>({
  code: 'TEMPLATE_VERSION_GONE',
  status: 409,
  message: { en: ({ version }) => `The template is now version ${version}; nothing was installed.`, 'zh-CN': ({ version }) => `该模板现为 ${version} 版，未安装任何内容。` },
  hint: { en: () => 'Look at it again and install that version.', 'zh-CN': () => '请重新查看后安装该版本。' },
});

/** `fields`: what is in the way. */
export const TemplateConflict = defineError<Record<string, never>>({
  code: 'TEMPLATE_CONFLICT',
  status: 409,
  message: { en: () => 'The workspace has things of the same names already; nothing was installed.', 'zh-CN': () => '工作区中已有同名内容，未安装任何内容。' },
});

export const KEY_IN_USE = {
  code: 'TEMPLATE_KEY_IN_USE',
  message: { en: 'This key is in use already.', 'zh-CN': '该标识已被使用。' },
} as const;
export const SAMPLE_ROW_UNKNOWN = {
  code: 'SAMPLE_ROW_UNKNOWN',
  message: { en: 'No sample row before this one has that name.', 'zh-CN': '此前没有该名称的示例行。' },
} as const;
