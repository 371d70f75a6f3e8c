import { routes } from '@tessera/contract';
import { urlOf } from '../api/url.ts';

/** Where the browser goes to be led to the provider; `to`: the page of ours that it comes back to. */
export const oidcAddress = (to: string): string => urlOf(routes.startOidc.path, {}, { to });
