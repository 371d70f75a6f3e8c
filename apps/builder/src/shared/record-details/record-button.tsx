import { Button } from 'antd';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { ButtonOptions, EntityDocument, FieldDocument, RecordView } from '@tessera/contract';
import { call, routes } from '../api/index.ts';
import { defineTexts, useLabel, useTexts } from '../i18n/index.ts';
import { useConfirm, useNotify } from '../ui/index.ts';

const texts = defineTexts('record-button', {
  en: { ask: '{{button}}?', done: 'Done', started: 'Process started' },
  'zh-CN': { ask: '{{button}}？', done: '已完成', started: '流程已启动' },
});

/** What a button field does is the server's; here it is asked for, and what came of it shown. */
export function RecordButton({ entity, field, record }: { entity: EntityDocument; field: FieldDocument; record: RecordView }) {
  const t = useTexts(texts);
  const label = useLabel();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const router = useRouter();
  const options = field.options as ButtonOptions | undefined;
  const name = label(field.label);
  const press = useMutation({
    mutationFn: () => call(routes.pressButton, { params: { entity: entity.key, id: record.id, field: field.key } }),
    onSuccess: async ({ url, instance }) => {
      if (url !== undefined && /^https?:\/\//i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
      await Promise.all([client.invalidateQueries({ queryKey: ['records'] }), client.invalidateQueries({ queryKey: ['tasks'] })]);
      if (url !== undefined) return;
      notify.done(instance === undefined ? t('done') : t('started'));
      if (instance !== undefined) router.history.push(`/instances/${instance}`);
    },
    onError: notify.failed,
  });
  const ask = async () => {
    const question = options && 'confirm' in options ? label(options.confirm) : '';
    if (question === '' || (await confirm({ title: t('ask', { button: name }), text: question, action: name }))) press.mutate();
  };
  return (
    <Button loading={press.isPending} onClick={() => void ask()}>
      {name}
    </Button>
  );
}
