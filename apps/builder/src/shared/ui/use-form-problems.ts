import { useCallback } from 'react';
import type { FormInstance } from 'antd';
import { ApiError } from '../api/index.ts';

/**
 * Puts the server's field problems at the inputs of an antd form whose names are the request's top-level
 * properties. Gives back whether every problem found its input; otherwise show the error as a whole too.
 */
export function useFormProblems(form: FormInstance): (error: unknown) => boolean {
  return useCallback(
    (error) => {
      if (!(error instanceof ApiError) || error.fields.length === 0) return false;
      const known = new Set(Object.keys(form.getFieldsValue()));
      const shown = error.fields.filter((field) => known.has(field.path));
      form.setFields(shown.map((field) => ({ name: field.path, errors: [field.message] })));
      return shown.length === error.fields.length;
    },
    [form],
  );
}
