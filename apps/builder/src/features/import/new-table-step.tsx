/** A table that fits the file: proposed from its columns and rows, corrected by the designer, made, and then imported into. */

import { useState } from 'react';
import { Button, Select, Switch } from 'antd';
import { DeleteOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EntityDocument, FieldTypeKey, ImportMapping, ImportView, SelectOptions } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { ChoiceTag } from '../../shared/fields/index.ts';
import { FieldTypeIcon, LocalizedInput, fieldGaps, saveFirstLayouts, useFieldTypeLabel } from '../../shared/design-kit/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { ActionButton, ErrorProblems, ListSkeleton } from '../../shared/ui/index.ts';
import { PROPOSED_TYPES, relabelEntity, retype, withoutField } from './new-table-draft.ts';
import { SheetChoice } from './sheet-choice.tsx';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

interface NewTableStepProps {
  readonly view: ImportView;
  /** The table is there, the file is to be imported into it. */
  readonly onMade: (view: ImportView, mapping: ImportMapping) => void;
}

export function NewTableStep({ view, onMade }: NewTableStepProps) {
  const proposal = useQuery({
    queryKey: ['imports', view.id, 'proposal'],
    queryFn: ({ signal }) => call(routes.proposeEntity, { params: { id: view.id }, signal }),
    staleTime: Infinity,
  });
  if (proposal.isError) return <ErrorProblems error={proposal.error} />;
  if (proposal.isPending) return <ListSkeleton rows={8} />;
  return <Review key={view.id} view={view} proposed={proposal.data} onMade={onMade} />;
}

interface Proposal {
  readonly document: EntityDocument;
  readonly mapping: ImportMapping;
}

function Review({ view, proposed, onMade }: NewTableStepProps & { proposed: Proposal }) {
  const t = useTexts(importTexts);
  const label = useLabel();
  const typeLabel = useFieldTypeLabel();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Proposal>(proposed);
  const { document, mapping } = draft;
  const nameless = !document.label.en && !document.label['zh-CN'];
  const gaps = document.fields.some((field) => fieldGaps(field).length > 0);
  const make = useMutation({
    mutationFn: async () => {
      const saved = await call(routes.saveEntity, { params: { key: document.key }, body: { version: 0, document } });
      await saveFirstLayouts(saved.document);
      await Promise.all([['app'], ['session'], ['design']].map((queryKey) => queries.invalidateQueries({ queryKey })));
      return call(routes.retargetImport, { params: { id: view.id }, body: { kind: 'entity', entity: document.key } });
    },
    onSuccess: (next) => onMade(next, mapping),
  });
  return (
    <>
      <SheetChoice view={view} />
      <div className={styles.newTable}>
        <div>
          <span className={styles.label}>{t('tableName')}</span>
          <LocalizedInput inline name={t('tableName')} value={document.label} invalid={nameless} onChange={(next) => setDraft({ ...draft, document: relabelEntity(document, next) })} />
        </div>
        <div>
          <label className={styles.label} htmlFor="title-field">
            {t('titleField')}
          </label>
          <Select<string>
            id="title-field"
            style={{ width: '100%' }}
            value={document.titleField}
            options={document.fields.filter((field) => ['text', 'email', 'phone', 'url', 'idCard', 'autoNumber', 'formula'].includes(field.type)).map((field) => ({ value: field.key, label: label(field.label) }))}
            onChange={(titleField: string) => setDraft({ ...draft, document: { ...document, titleField } })}
          />
        </div>
      </div>
      <div className={styles.frame}>
        <table className={styles.mapping}>
          <thead>
            <tr>
              <th scope="col">{t('column')}</th>
              <th scope="col">{t('fieldName')}</th>
              <th scope="col">{t('fieldType')}</th>
              <th scope="col">{t('required')}</th>
              <th aria-hidden />
            </tr>
          </thead>
          <tbody>
            {document.fields.map((field, index) => {
              const column = mapping.columns.find((one) => one.field === field.key)?.column;
              const samples = column === undefined ? [] : view.sample.map((row) => row[column] ?? '').filter(Boolean).slice(0, 3);
              const name = label(field.label) || field.key;
              return (
                <tr key={field.key}>
                  <td>
                    <span className={styles.columnName}>{column === undefined ? '—' : view.columns[column]}</span>
                    <span className={styles.samples}>{samples.join(' · ') || '—'}</span>
                  </td>
                  <td className={styles.nameCell}>
                    <LocalizedInput name={t('fieldNameOf', { column: name })} value={field.label} onChange={(next) => setDraft({ ...draft, document: { ...document, fields: document.fields.map((one, at) => (at === index ? { ...one, label: next ?? {} } : one)) } })} />
                  </td>
                  <td>
                    <Select<FieldTypeKey>
                      className={styles.goal}
                      aria-label={t('fieldTypeOf', { column: name })}
                      popupMatchSelectWidth={false}
                      value={field.type}
                      options={[...new Set([field.type, ...PROPOSED_TYPES])].map((type) => ({ value: type, label: typeLabel(type) }))}
                      optionRender={(option) => (
                        <span className={styles.typeOption}>
                          <FieldTypeIcon type={option.value as FieldTypeKey} />
                          {option.label}
                        </span>
                      )}
                      onChange={(type: FieldTypeKey) => setDraft({ ...draft, document: retype(document, field.key, type, column === undefined ? [] : view.sample.map((row) => row[column] ?? '')) })}
                    />
                    {field.type === 'select' || field.type === 'multiSelect' ? <Choices options={field.options as unknown as SelectOptions} /> : null}
                  </td>
                  <td>
                    <Switch size="small" checked={field.required ?? false} aria-label={t('requiredOf', { column: name })} onChange={(required) => setDraft({ ...draft, document: { ...document, fields: document.fields.map((one, at) => (at === index ? withRequired(one, required) : one)) } })} />
                  </td>
                  <td>
                    <Button type="text" icon={<DeleteOutlined />} aria-label={t('leaveOut', { column: name })} disabled={field.key === document.titleField} onClick={() => setDraft({ document: withoutField(document, field.key), mapping: { ...mapping, columns: mapping.columns.filter((one) => one.field !== field.key) } })} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {make.error ? (
        <div className={styles.gapAbove}>
          <ErrorProblems error={make.error} />
        </div>
      ) : null}
      <div className={styles.actions}>
        <ActionButton type="primary" size="large" loading={make.isPending} reason={nameless ? t('nameMissing') : gaps ? t('fieldsIncomplete') : null} onClick={() => make.mutate()}>
          {t('makeTable')}
        </ActionButton>
      </div>
    </>
  );
}

function Choices({ options }: { options: SelectOptions }) {
  return (
    <span className={styles.choices}>
      {options.choices.slice(0, 6).map((choice) => (
        <ChoiceTag key={choice.value} choice={choice} value={choice.value} />
      ))}
      {options.choices.length > 6 ? <span className={styles.quiet}>+{options.choices.length - 6}</span> : null}
    </span>
  );
}

function withRequired(field: EntityDocument['fields'][number], required: boolean): EntityDocument['fields'][number] {
  const { required: _before, ...others } = field;
  return required ? { ...others, required } : others;
}
