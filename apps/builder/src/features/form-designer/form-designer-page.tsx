import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { designEntitiesQuery, designFormsQuery } from '../../shared/design-kit/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { NotFoundPage } from '../../shared/ui/index.ts';
import { FormDesigner } from './form-designer.tsx';
import { formTexts } from './texts.ts';

export function FormDesignerPage() {
  const { key } = useParams({ strict: false }) as { key: string };
  const t = useTexts(formTexts);
  const { data: forms } = useSuspenseQuery(designFormsQuery);
  const { data: entities } = useSuspenseQuery(designEntitiesQuery);
  const form = forms.find((item) => item.document.key === key);
  const entity = entities.find((item) => item.document.key === form?.document.entity);
  if (!form || !entity) return <NotFoundPage title={t('notFound')} />;
  return <FormDesigner key={key} form={form} entity={entity} entities={entities.map((item) => item.document)} />;
}
