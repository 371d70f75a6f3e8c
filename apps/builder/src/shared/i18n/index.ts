export { currentLocale, speak } from './i18n.ts';
export { defineTexts, type Texts, type Translate } from './texts.ts';
export { useLabel, useLocale, useTexts } from './use-texts.ts';
export { commonTexts } from './common-texts.ts';
