/**
 * The rule tessera/boundaries. Judges every import by the path of its file alone, so that it also
 * works in an editor and on a file that does not exist yet: packages (see module-table.mjs), the
 * edge of the own package, doors, and the builder's three layers.
 */
import { dirname, posix, relative, sep } from 'node:path';
import { doors, forTestsOnly, isTest, mayImport } from './module-table.mjs';

export const boundaries = {
  meta: {
    type: 'problem',
    docs: { description: 'imports follow the architecture' },
    schema: [],
    messages: {
      unknown: '"@tessera/{{target}}" is not in scripts/lint/module-table.mjs.',
      direction: '{{own}} must not import @tessera/{{target}}: dependencies point one way.',
      self: 'Inside {{own}}, import by a relative path.',
      testsOnly: '@tessera/{{target}} is for tests; code that ships must not import it.',
      testFolder: '{{target}} is for tests; code that ships must not import it.',
      leaves: 'A relative import must stay inside {{own}}; use the package name.',
      door: 'Only {{folders}} may import {{subPath}}: {{reason}}.',
      layer: 'In the builder, {{from}} must not import {{to}}.',
    },
  },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    const [, folder, own] = /^(libs|apps)\/([^/]+)\//.exec(file) ?? [];
    if (own === undefined) return {};

    const check = (node) => {
      const source = node?.value;
      if (typeof source !== 'string') return;
      const report = (messageId, data) => context.report({ node, messageId, data: { own: `${folder}/${own}`, ...data } });
      if (source.startsWith('@tessera/')) checkPackage(source, report);
      else if (source.startsWith('.')) checkRelative(source, report);
    };

    function checkPackage(source, report) {
      const target = source.split('/')[1];
      if (!(target in mayImport) || !(own in mayImport)) return report('unknown', { target: target in mayImport ? own : target });
      if (target === own) return report('self', {});
      if (target === forTestsOnly) return isTest(file) ? undefined : report('testsOnly', { target });
      if (!mayImport[own].includes(target)) return report('direction', { target });
      for (const { subPath, folders, reason } of doors) {
        const through = source === subPath || source.startsWith(`${subPath}/`);
        if (through && !folders.some((allowed) => file.startsWith(allowed))) report('door', { folders: folders.join(', '), subPath, reason });
      }
    }

    function checkRelative(source, report) {
      const target = posix.join(dirname(file), source);
      if (!target.startsWith(`${folder}/${own}/`)) return report('leaves', {});
      if (own === 'server' && isTest(target) && !isTest(file)) report('testFolder', { target });
      if (own !== 'builder') return;
      const from = layerOf(file);
      const to = layerOf(target);
      const forbidden =
        (from?.layer === 'shared' && to !== undefined && to.layer !== 'shared') ||
        (from?.layer === 'features' && to?.layer === 'app') ||
        (from?.layer === 'features' && to?.layer === 'features' && from.name !== to.name);
      if (forbidden) report('layer', { from: label(from), to: label(to) });
    }

    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
    };
  },
};

function layerOf(path) {
  const [, layer, name] = /^apps\/builder\/src\/(shared|features|app)\/([^/]+)/.exec(path) ?? [];
  return layer === undefined ? undefined : { layer, name };
}

const label = ({ layer, name }) => (layer === 'features' ? `features/${name}` : layer);
