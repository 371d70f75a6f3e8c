/** A form document on the screen. State and sending belong to whoever holds the handle (use-record-form.ts). */

import { useEffect, useMemo, useRef, useState, type Ref } from 'react';
import type Form from '@rjsf/core';
import type { IChangeEvent } from '@rjsf/core';
import type { RJSFSchema, RJSFValidationError, UiSchema } from '@rjsf/utils';
import { formSchemas } from '@tessera/model';
import { useDesign } from '../app-model/use-design.ts';
import { useLocale, useTexts } from '../i18n/index.ts';
import { useSession } from '../session/index.ts';
import { EmptyState, ProblemList } from '../ui/index.ts';
import type { RecordFormContext } from './form-context.ts';
import type { FormValues } from './form-values.ts';
import { liveValues } from './live-values.ts';
import { recordValidator } from './record-validator.ts';
import { RjsfForm } from './rjsf-theme.tsx';
import { recordFormTexts } from './texts.ts';
import type { RecordFormHandle } from './use-record-form.ts';
import styles from './record-form.module.css';

const validators = { 'zh-CN': recordValidator('zh-CN'), en: recordValidator('en') };

interface RecordFormProps {
  readonly handle: RecordFormHandle;
  /** Enter in a field. */
  readonly onSubmit?: () => void;
  readonly readonly?: boolean;
}

export function RecordForm({ handle, onSubmit, readonly = false }: RecordFormProps) {
  const t = useTexts(recordFormTexts);
  const locale = useLocale();
  const design = useDesign();
  const session = useSession();
  const { entity, form, values, refs, serverProblems, readable, writable, setValues, bindValidator } = handle;
  const rjsf = useRef<Form<FormValues, RJSFSchema, RecordFormContext>>(null);
  const [tried, setTried] = useState(false);
  const [problems, setProblems] = useState<readonly RJSFValidationError[]>([]);
  const [openedAt] = useState(() => new Date().toISOString());

  const readableKey = readable.join();
  const writableKey = writable.join();
  const { schema, uiSchema } = useMemo(
    () => (design.entities.has(entity.key) ? formSchemas(design, form, { readable: readableKey.split(','), writable: writableKey.split(','), locale }) : { schema: null, uiSchema: {} }),
    [design, entity.key, form, readableKey, writableKey, locale],
  );
  const live = useMemo(() => liveValues(design, entity.key, values, { now: openedAt, timeZone: session.workspace.timeZone, me: session.member.id }), [design, entity.key, values, openedAt, session]);
  const localProblems = useMemo(() => new Map(problems.map(({ property, message }) => [(property ?? '').replace(/^\./, ''), message ?? ''])), [problems]);
  const context: RecordFormContext = { entity, design, refs, live, serverProblems, localProblems };

  useEffect(() => {
    bindValidator(() => {
      setTried(true);
      const valid = rjsf.current?.validateForm() ?? true;
      if (valid) setProblems([]);
      return valid;
    });
    return () => bindValidator(null);
  }, [bindValidator]);

  useEffect(() => {
    const first = serverProblems.keys().next().value;
    if (first !== undefined) focusField(first);
  }, [serverProblems]);

  if (!schema) return <ProblemList title={t('cannotShow')} problems={[]} />;
  if (Object.keys((schema as RJSFSchema).properties ?? {}).length === 0) return <EmptyState small title={t('emptyForm')} />;
  return (
    <div className={styles.form}>
      <RjsfForm
        ref={rjsf as Ref<never>}
        schema={schema as RJSFSchema}
        uiSchema={uiSchema as UiSchema<FormValues, RJSFSchema, RecordFormContext>}
        formData={values}
        formContext={context}
        validator={validators[locale] as never}
        readonly={readonly}
        noHtml5Validate
        showErrorList={false}
        autoComplete="off"
        {...(tried ? { liveValidate: 'onChange' as const } : {})}
        experimental_defaultFormStateBehavior={{ emptyObjectFields: 'skipDefaults', arrayMinItems: { populate: 'never' } }}
        onChange={(event: IChangeEvent<FormValues, RJSFSchema, RecordFormContext>) => {
          setValues(event.formData ?? {});
          if (tried) setProblems(event.errors);
        }}
        onSubmit={() => onSubmit?.()}
        onError={(errors: RJSFValidationError[]) => {
          setTried(true);
          setProblems(errors);
          const [first] = errors;
          if (first) focusField((first.property ?? '').replace(/^\./, ''));
        }}
      >
        {/* Enter submits a form only when it has a submit button. */}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </RjsfForm>
    </div>
  );
}

/** Ids are `root_lines_0_quantity`; a checkbox or picker carries its id somewhere inside. */
function focusField(path: string): void {
  const id = `root_${path.replaceAll('.', '_')}`;
  requestAnimationFrame(() => {
    const element = document.getElementById(id) ?? document.querySelector<HTMLElement>(`[id^="${CSS.escape(id)}"]`);
    element?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    element?.focus({ preventScroll: true });
  });
}
