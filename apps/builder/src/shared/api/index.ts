export { call, callForFile, setCsrfToken, setSignedOutListener, unreachable, type Answer, type CallOptions } from './call.ts';
export { ApiError, NETWORK_UNREACHABLE, isApiError } from './api-error.ts';
export { routes } from '@tessera/contract';
export { saveFile } from './save-file.ts';
