/**
 * Named places where a test can make the process fail: TESSERA_FAILPOINT=name throws there,
 * TESSERA_FAILPOINT=name:kill ends the process as `kill -9` does. Nothing happens otherwise.
 */

const [wanted, manner] = (process.env['TESSERA_FAILPOINT'] ?? '').split(':');

export function failpoint(name: string): void {
  if (!wanted || wanted !== name) return;
  if (manner === 'kill') process.kill(process.pid, 'SIGKILL');
  throw new Error(`failpoint ${name}`);
}
