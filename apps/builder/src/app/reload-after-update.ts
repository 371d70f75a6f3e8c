/**
 * After an update of the server an open page asks for chunks that are gone. Loading the page again gets the
 * new ones; once a minute at most, so that a chunk that is really missing does not make it spin.
 */
const LAST = 'tessera.reloaded-at';
const PAUSE_MS = 60_000;

export function reloadAfterUpdate(): void {
  window.addEventListener('vite:preloadError', (event) => {
    try {
      if (Date.now() - Number(sessionStorage.getItem(LAST) ?? 0) < PAUSE_MS) return;
      sessionStorage.setItem(LAST, String(Date.now()));
    } catch {
      return;
    }
    event.preventDefault();
    location.reload();
  });
}
