/** Where to go on after signing in: a path of ours, never another site. */

const HERE = 'http://here.invalid';

/** The path, query and fragment; `/` for whatever a browser might take for an address elsewhere. */
export function relativePath(to: string | undefined): string {
  // Browsers read a backslash as a slash, and drop tabs and line ends from addresses.
  if (to === undefined || !/^\/(?![/\\])/.test(to) || /[\\\p{Cc}]/u.test(to) || !URL.canParse(to, HERE)) return '/';
  const url = new URL(to, HERE);
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin === HERE && !path.startsWith('//') ? path : '/';
}
