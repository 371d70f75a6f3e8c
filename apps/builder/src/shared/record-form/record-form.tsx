/** A form document on the screen. State and sending belong to whoever holds the handle (use-record-form.ts). */

import { useCallback, useEffect, useMemo, useRef, useState, type Ref } from 'react';
import type Form from '@rjsf/core';
import type { IChangeEvent } from '@rjsf/core';
import type { RJSFSchema, RJSFValidationError, UiSchema } from '@rjsf/utils';
import { textIn, type FieldDocument } from '@tessera/contract';
import { formSchemas } from '@tessera/model';
import { useWorkspaceModel } from '../app-model/index.ts';
import { useDesign } from '../app-model/use-design.ts';
import { useLocale, useTexts } from '../i18n/index.ts';
import { useSession } from '../session/index.ts';
import { EmptyState, ProblemList } from '../ui/index.ts';
import type { RecordFormContext } from './form-context.ts';
import { sameValue, type FormValues } from './form-values.ts';
import { brokenRules, defaultsByFormula, liveValues } from './live-values.ts';
import { isMaskedPath } from './masked-values.ts';
import { recordValidator } from './record-validator.ts';
import { RjsfForm, withOwnFields } from './rjsf-theme.tsx';
import { recordFormTexts } from './texts.ts';
import { useMyDepartments } from './use-my-departments.ts';
import type { RecordFormHandle } from './use-record-form.ts';
import { useRelatedValues } from './use-related-values.ts';
import styles from './record-form.module.css';

const NOTHING_BROKEN: ReturnType<typeof brokenRules> = new Map();
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
  const model = useWorkspaceModel();
  const { entity, form, values, refs, known, edited, isNew, serverProblems, readable, writable, masks, replaceMasked, setValues, bindValidator } = handle;
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
  const shownKeys = useMemo(() => Object.keys((schema as RJSFSchema | null)?.properties ?? {}), [schema]);
  const shownUi = useMemo(() => withOwnFields(uiSchema as UiSchema<FormValues, RJSFSchema, RecordFormContext>), [uiSchema]);
  const related = useRelatedValues(design, entity.key, values);
  const departments = useMyDepartments(design);
  const env = useMemo(() => ({ now: openedAt, timeZone: session.workspace.timeZone, me: session.member.id, departments, related }), [openedAt, session, departments, related]);
  const live = useMemo(() => liveValues(design, entity.key, values, env), [design, entity.key, values, env]);
  // With a part of the values masked only the server can tell which rules are broken.
  const broken = useMemo(() => (masks.size > 0 ? NOTHING_BROKEN : brokenRules(design, entity.key, values, live, env)), [masks, design, entity.key, values, live, env]);
  const localProblems = useMemo(() => {
    const found = new Map(problems.map(({ property, message }) => [(property ?? '').replace(/^\./, ''), message ?? '']));
    if (tried) for (const [path, message] of broken) if (isShown(path, shownKeys) && !found.has(path)) found.set(path, textIn(message, locale));
    return found;
  }, [problems, broken, tried, shownKeys, locale]);
  const entityOf = useCallback((field: FieldDocument) => model.entityOfField(field)?.key ?? entity.key, [model, entity.key]);
  const context: RecordFormContext = { entity, design, refs, files: known.files, savedFiles: known.holders, values, entityOf, live, masks, onReplace: replaceMasked, serverProblems, localProblems };

  const brokenNow = useRef(broken);
  const shownNow = useRef(shownKeys);
  useEffect(() => {
    brokenNow.current = broken;
    shownNow.current = shownKeys;
  });

  useEffect(() => {
    const given = defaultsByFormula(design, entity.key, values, env, (key) => !isNew || edited.has(key) || !writable.includes(key));
    if (Object.keys(given).some((key) => !sameValue(given[key], values[key]))) setValues({ ...values, ...given });
  }, [design, entity.key, values, env, isNew, edited, writable, setValues]);

  useEffect(() => {
    bindValidator(() => {
      setTried(true);
      const valid = rjsf.current?.validateForm() ?? true;
      if (valid) setProblems([]);
      const [rule] = [...brokenNow.current.keys()].filter((path) => isShown(path, shownNow.current));
      if (valid && rule !== undefined) focusField(rule);
      return valid && rule === undefined;
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
        uiSchema={shownUi}
        formData={values}
        formContext={context}
        validator={validators[locale] as never}
        readonly={readonly}
        noHtml5Validate
        showErrorList={false}
        transformErrors={(errors: RJSFValidationError[]) => errors.filter(({ property }) => !isMaskedPath((property ?? '').replace(/^\./, ''), values, masks))}
        autoComplete="off"
        {...(tried ? { liveValidate: 'onChange' as const } : {})}
        experimental_defaultFormStateBehavior={{ emptyObjectFields: 'skipDefaults', arrayMinItems: { populate: 'never' } }}
        onChange={(event: IChangeEvent<FormValues, RJSFSchema, RecordFormContext>) => {
          const next = event.formData ?? {};
          for (const key of Object.keys(next)) if (!sameValue(next[key], values[key])) edited.add(key);
          setValues(next);
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

const isShown = (path: string, keys: readonly string[]): boolean => keys.includes(path.split('.')[0] ?? '');

/** Ids are `root_lines_0_quantity`; a checkbox or picker carries its id somewhere inside. */
function focusField(path: string): void {
  const id = `root_${path.replaceAll('.', '_')}`;
  requestAnimationFrame(() => {
    const element = document.getElementById(id) ?? document.querySelector<HTMLElement>(`[id^="${CSS.escape(id)}"]`);
    element?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    element?.focus({ preventScroll: true });
  });
}
