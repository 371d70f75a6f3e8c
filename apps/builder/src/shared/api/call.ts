/**
 * The one door to the server. `call(routes.readRecord, { params: { entity, id } })` is typed by the
 * contract; every refusal arrives as an ApiError. A 401 of any route but signing in tells the listener
 * set by the app, which leads to the sign-in page.
 */

import type { AnswerOf, BodyOf, ParamsOf, QueryOf, Route } from '@tessera/contract';
import { currentLocale } from '../i18n/i18n.ts';
import { ApiError, NETWORK_UNREACHABLE } from './api-error.ts';
import { apiTexts } from './texts.ts';
import { urlOf } from './url.ts';

type NeedParams<R> = ParamsOf<R> extends undefined ? { params?: undefined } : { params: ParamsOf<R> };
type NeedQuery<R> = QueryOf<R> extends undefined
  ? { query?: undefined }
  : object extends QueryOf<R>
    ? { query?: QueryOf<R> }
    : { query: QueryOf<R> };
type NeedBody<R> = R extends { readonly bodyKind: 'file' | 'stream' }
  ? { body: Blob }
  : BodyOf<R> extends undefined
    ? { body?: undefined }
    : { body: BodyOf<R> };

export type CallOptions<R> = NeedParams<R> & NeedQuery<R> & NeedBody<R> & { signal?: AbortSignal };
type OptionsArgument<R> = object extends CallOptions<R> ? [options?: CallOptions<R>] : [options: CallOptions<R>];
export type Answer<R> = AnswerOf<R> extends undefined ? void : AnswerOf<R>;

let csrfToken = '';
let onSignedOut: () => void = () => {};

/** The token of SessionView; sent with everything that is not a GET. */
export const setCsrfToken = (token: string): void => {
  csrfToken = token;
};
/** Called when a request was refused because nobody is signed in (any more). */
export const setSignedOutListener = (listener: () => void): void => {
  onSignedOut = listener;
};

export async function call<R extends Route>(route: R, ...[options]: OptionsArgument<R>): Promise<Answer<R>> {
  const response = await send(route, options as AnyOptions | undefined);
  if (response.status === 204) return undefined as Answer<R>;
  return (await response.json()) as Answer<R>;
}

/** For routes that produce a file: its bytes and the name the server gives it. */
export async function callForFile<R extends Route>(route: R, ...[options]: OptionsArgument<R>): Promise<{ blob: Blob; fileName: string | null }> {
  const response = await send(route, options as AnyOptions | undefined);
  const disposition = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  return { blob: await response.blob(), fileName: encoded ? decodeURIComponent(encoded) : (plain ?? null) };
}

interface AnyOptions {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

async function send(route: Route, options: AnyOptions = {}): Promise<Response> {
  const headers = requestHeaders(route);
  const request: RequestInit = { method: route.method, headers, credentials: 'same-origin' };
  if (options.signal) request.signal = options.signal;
  if (options.body instanceof Blob) {
    headers['content-type'] = 'application/octet-stream';
    request.body = options.body;
  } else if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(options.body);
  }

  const response = await reach(urlOf(route.path, options.params, options.query), request);
  if (response.ok) return response;
  throw errorOfAnswer(response.status, await response.text().catch(() => ''));
}

/** What every request of this page says about itself. */
export function requestHeaders(route: Route): Record<string, string> {
  const headers: Record<string, string> = { accept: route.produces ?? 'application/json', 'accept-language': currentLocale() };
  if (route.method !== 'GET' && csrfToken) headers['x-csrf-token'] = csrfToken;
  return headers;
}

async function reach(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
}

export const unreachable = (): ApiError => new ApiError(0, { code: NETWORK_UNREACHABLE, message: apiTexts.t('unreachable'), hint: apiTexts.t('unreachableHint') });

/** What an answer that is no success says; signing in is asked for when it says that. */
export function errorOfAnswer(status: number, text: string): ApiError {
  const problem = readError(status, text);
  if (problem.code === 'SESSION_REQUIRED') onSignedOut();
  return problem;
}

function readError(status: number, text: string): ApiError {
  try {
    const body: unknown = JSON.parse(text);
    if (isErrorBody(body)) return new ApiError(status, body);
  } catch {
    // Not ours: a proxy in between answered with a page of its own.
  }
  return new ApiError(status, { code: 'ANSWER_UNREADABLE', message: apiTexts.t('unreadable', { status }) });
}

const isErrorBody = (body: unknown): body is { code: string; message: string } =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body;
