import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { designEntitiesQuery, designFormsQuery } from '../../shared/design-kit/index.ts';
import { ProcessDesigner } from './process-designer.tsx';
import { processQuery } from './process-queries.ts';

export function ProcessDesignerPage() {
  const { key } = useParams({ strict: false }) as { key: string };
  const { data: process } = useSuspenseQuery(processQuery(key));
  const { data: entities } = useSuspenseQuery(designEntitiesQuery);
  const { data: forms } = useSuspenseQuery(designFormsQuery);
  return <ProcessDesigner key={key} stored={process} entities={entities} forms={forms} />;
}
