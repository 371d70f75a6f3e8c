/** A public form: filled in and sent without an account, then thanks. */

import { useMemo, useState } from 'react';
import { Button } from 'antd';
import { CheckOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { defaultValues } from '@tessera/model';
import { call, isApiError, routes } from '../../shared/api/index.ts';
import { useDesign } from '../../shared/app-model/use-design.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { RecordForm, useRecordForm } from '../../shared/record-form/index.ts';
import { EmptyState, ErrorProblems } from '../../shared/ui/index.ts';
import { formModel, type FormModel } from './form-model.ts';
import type { SharedContent } from './shared-page.tsx';
import styles from './shared-pages.module.css';
import { sharedTexts } from './texts.ts';
import { Visitor } from './visitor.tsx';

interface SharedFormProps {
  readonly token: string;
  readonly workspace: string;
  readonly pass: string | null;
  readonly form: NonNullable<SharedContent['form']>;
}

export function SharedForm({ token, workspace, pass, form: { schema, uiSchema } }: SharedFormProps) {
  const t = useTexts(sharedTexts);
  const model = useMemo(() => formModel(schema, uiSchema), [schema, uiSchema]);
  const [sent, setSent] = useState(0);
  const [thanked, setThanked] = useState(false);
  if (model.entity.fields.length === 0) return <EmptyState title={t('formEmpty')} />;
  if (thanked) return <EmptyState icon={<CheckOutlined />} title={t('thanks')} text={t('thanksText')} actions={<Button onClick={() => setThanked(false)}>{t('another')}</Button>} />;
  return (
    <Visitor workspace={workspace} model={model.app}>
      <Questions
        key={sent}
        token={token}
        pass={pass}
        model={model}
        onSent={() => {
          setSent(sent + 1);
          setThanked(true);
        }}
      />
    </Visitor>
  );
}

function Questions({ token, pass, model: { entity, form, writable }, onSent }: { token: string; pass: string | null; model: FormModel; onSent: () => void }) {
  const t = useTexts(sharedTexts);
  const design = useDesign();
  const [start] = useState(() => {
    const now = new Date().toISOString();
    return design.entities.has(entity.key) ? defaultValues(design, entity.key, { me: '', today: now.slice(0, 10), now }) : {};
  });
  const handle = useRecordForm({ entity, form, start, base: {}, readable: writable, writable });
  const send = useMutation({
    mutationFn: () => call(routes.submitSharedForm, { params: { token }, body: { values: handle.changes(), ...(pass === null ? {} : { pass }) } }),
    onSuccess: onSent,
    onError: handle.refuse,
  });
  const submit = () => {
    if (!send.isPending && handle.validate()) send.mutate();
  };
  const isAtFields = isApiError(send.error) && send.error.fields.length > 0;
  return (
    <div className={styles.panel}>
      <RecordForm handle={handle} onSubmit={submit} />
      {send.error && !isAtFields ? <div className={styles.problem}><ErrorProblems error={send.error} /></div> : null}
      <Button className={styles.send ?? ''} type="primary" size="large" loading={send.isPending} onClick={submit}>{t('send')}</Button>
    </div>
  );
}
