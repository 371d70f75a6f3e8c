/** One run of a process: where it is on the diagram, and what happened so far. */

import { useMemo, useState } from 'react';
import { Button, Tag } from 'antd';
import { FileTextOutlined, PartitionOutlined } from '@ant-design/icons';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { InstanceView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { DiagramView } from '../../shared/bpmn/diagram-view.tsx';
import type { DiagramMarks } from '../../shared/bpmn/viewer-island.ts';
import { formatInstant } from '../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { EntityIcon, Page, PageHeader, useIsPhone } from '../../shared/ui/index.ts';
import styles from './instance-page.module.css';
import { marksOf, readElements, stepsOf } from './instance-way.ts';
import { mapTexts } from './texts.ts';
import { WayTimeline } from './way-timeline.tsx';

const instanceQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'instance', id],
    queryFn: ({ signal }) => call(routes.readInstance, { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data?.status === 'running' ? 15_000 : false),
  });

const STATUS_COLORS: Readonly<Record<InstanceView['status'], string>> = { running: 'processing', completed: 'green', terminated: 'default', incident: 'error' };

const parseXml = (xml: string): Document => new DOMParser().parseFromString(xml, 'application/xml');

export function InstancePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const t = useTexts(mapTexts);
  const label = useLabel();
  const locale = useLocale();
  const phone = useIsPhone();
  const model = useWorkspaceModel();
  const { timeZone } = useSession().workspace;
  const { data: instance } = useSuspenseQuery(instanceQuery(id));
  const [chosen, setChosen] = useState<string | null>(null);

  const elements = useMemo(() => readElements(instance.xml, parseXml), [instance.xml]);
  const steps = useMemo(() => stepsOf(instance, elements, locale), [instance, elements, locale]);
  const marks = useMemo((): DiagramMarks => {
    const way = marksOf(instance);
    return chosen === null ? way : { ...way, [chosen]: [...(way[chosen] ?? []), 'focused'] };
  }, [instance, chosen]);
  const entity = model.entity(instance.entity);
  const when = (instant: string): string => formatInstant(instant, locale, timeZone);

  return (
    <Page
      fill
      width="full"
      header={
        <PageHeader
          icon={entity ? <EntityIcon entity={entity} size={32} /> : <PartitionOutlined />}
          title={label(instance.process.label)}
          beside={<Tag color={STATUS_COLORS[instance.status]}>{t(`status_${instance.status}`)}</Tag>}
          subtitle={[t('version', { version: instance.process.version }), t('started', { when: when(instance.startedAt) }), instance.endedAt ? t('ended', { when: when(instance.endedAt) }) : ''].filter(Boolean).join(' · ')}
          actions={
            instance.record ? (
              <Link to="/records/$entity/$id" params={{ entity: instance.entity, id: instance.record.id }}>
                <Button icon={<FileTextOutlined />} aria-label={t('openRecord', { record: instance.record.label })}>
                  {phone ? null : t('openRecord', { record: instance.record.label })}
                </Button>
              </Link>
            ) : phone ? null : (
              <span className={styles.quiet}>{t('noRecord')}</span>
            )
          }
        />
      }
    >
      <div className={styles.panes}>
        <div className={styles.diagram}>
          <DiagramView xml={instance.xml} locale={locale} label={t('diagram')} marks={marks} shown={chosen} onClick={(element) => setChosen(element !== null && steps.some((step) => step.element === element) ? element : null)} />
          <div className={styles.legend} aria-hidden>
            <span data-mark="done">{t('legendDone')}</span>
            <span data-mark="active">{t('legendActive')}</span>
            <span data-mark="taken">{t('legendTaken')}</span>
          </div>
        </div>
        <section className={styles.way}>
          <h2 className={styles.heading}>{t('way')}</h2>
          <WayTimeline steps={steps} chosen={chosen} onChoose={(element) => setChosen(element === chosen ? null : element)} when={when} />
        </section>
      </div>
    </Page>
  );
}
