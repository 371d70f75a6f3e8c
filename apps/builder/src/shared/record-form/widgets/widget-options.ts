import type { FieldWidgetProps } from '../form-context.ts';
import { useLocale } from '../../i18n/index.ts';
import { fieldType } from '@tessera/model';

/** What the field type says its widget needs to know: `{ max: 5 }` of a rating. */
export function useWidgetOptions<Options>({ field }: Pick<FieldWidgetProps, 'field'>): Options {
  const locale = useLocale();
  return fieldType(field.type).widgetOptions(field, locale) as Options;
}
