/**
 * @nx/enforce-module-boundaries reads a stored project graph and silently passes without one.
 * Makes it from the folders as they are now, in this process: no daemon is left behind.
 */
process.env.NX_DAEMON = 'false';
process.env.NX_NO_CLOUD = 'true';

export async function storeProjectGraph() {
  const { createProjectGraphAsync } = await import('@nx/devkit');
  const graph = await createProjectGraphAsync({ exitOnError: false, resetDaemonClient: false });
  const untagged = Object.values(graph.nodes).filter((project) => !(project.data.tags ?? []).some((tag) => tag.startsWith('scope:')));
  if (untagged.length > 0) throw new Error(`Without a scope tag in "nx" of package.json: ${untagged.map((project) => project.name).join(', ')}`);
}
