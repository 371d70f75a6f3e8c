import { describe, expect, it } from '@jest/globals';
import { compileProcess } from './compile/compile-process.ts';
import { emptyProcessXml } from './empty-process.ts';
import { COMPILE_ENV, compiled, runScenario } from './testing/index.ts';

describe('emptyProcessXml', () => {
  it('compiles without problems and runs from start to end', async () => {
    const xml = emptyProcessXml({ id: 'my_process', name: '我的流程', nameEn: 'Mine', entity: 'order' });
    expect((await compileProcess(xml, COMPILE_ENV)).problems).toEqual([]);
    const graph = await compiled(xml);
    expect(graph).toMatchObject({ id: 'my_process', name: { 'zh-CN': '我的流程', en: 'Mine' }, trigger: 'submit' });
    expect(runScenario(graph, []).status).toBe('completed');
  });

  it.each(['a "b" <c> & d', '\u0000\ud800', '&#0;', ']]>', '']) ('takes the name %j as it is', async (name) => {
    const { problems, graph } = await compileProcess(emptyProcessXml({ id: 'p', name, entity: 'order' }), COMPILE_ENV);
    expect(problems).toEqual([]);
    expect(graph?.name['zh-CN']).toBe(name.replace(/[\u0000\ud800]/g, '').trim() || 'p');
  });
});
