/** What the server refused, as the screens see it: the wire body of the contract plus the HTTP status. */

import type { ErrorBody, FieldProblem } from '@tessera/contract';

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly fields: readonly FieldProblem[];
  readonly details: unknown;
  readonly requestId: string;

  constructor(status: number, body: Partial<ErrorBody> & { code: string; message: string }) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code;
    this.hint = body.hint;
    this.fields = body.fields ?? [];
    this.details = body.details;
    this.requestId = body.requestId ?? '';
  }
}

/** No answer came at all: offline, or the server is restarting. */
export const NETWORK_UNREACHABLE = 'NETWORK_UNREACHABLE';

export const isApiError = (error: unknown, code?: string): error is ApiError =>
  error instanceof ApiError && (code === undefined || error.code === code);
