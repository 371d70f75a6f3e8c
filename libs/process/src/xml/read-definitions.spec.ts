import { describe, expect, it } from '@jest/globals';
import { compileProcess } from '../compile/compile-process.ts';
import { COMPILE_ENV, definitions, drawProcess } from '../testing/index.ts';
import { ProblemList } from '../problem/process-problem.ts';
import { readDefinitions } from './read-definitions.ts';

const fine = drawProcess({ nodes: ['start s', 'user A', 'end e'], flows: ['s > A', 'A > e'] });
const root = (content: string): string => fine.replace('</bpmn:process>', `${content}</bpmn:process>`);
const codes = async (xml: string): Promise<readonly string[]> => (await compileProcess(xml, COMPILE_ENV)).problems.map((problem) => problem.code);

describe('XML that is refused before it is parsed', () => {
  it.each([
    ['nothing', '', 'XML_NOT_XML'],
    ['blanks', ' \n\t ', 'XML_NOT_XML'],
    ['plain words', 'hello', 'XML_NOT_XML'],
    ['JSON', '{"bpmn": true}', 'XML_NOT_XML'],
    ['a PNG read as text', '\u2030PNG\r\n\u001a\n', 'XML_NOT_XML'],
    ['a lonely <', '<', 'XML_NOT_XML'],
    ['"a < b"', 'a < b', 'XML_NOT_XML'],
    ['a DOCTYPE', `<!DOCTYPE bpmn:definitions>${fine}`, 'XML_DOCTYPE'],
    ['a DOCTYPE after the declaration', fine.replace('?>', '?>\n<!DOCTYPE x SYSTEM "file:///etc/passwd">'), 'XML_DOCTYPE'],
    ['a DOCTYPE in small letters', fine.replace('?>', '?><!doctype x>'), 'XML_DOCTYPE'],
    ['entities that multiply', fine.replace('?>', '?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'), 'XML_DOCTYPE'],
    ['an ENTITY inside', root('<!ENTITY x "y">'), 'XML_DOCTYPE'],
    ['an entity without declaration', root('<bpmn:documentation>&xxe;</bpmn:documentation>'), 'XML_ENTITY'],
    ['an HTML entity in an attribute', fine.replace('id="A"', 'id="A" name="a&nbsp;b"'), 'XML_ENTITY'],
    ['a lonely ampersand', fine.replace('id="A"', 'id="A" name="a & b"'), 'XML_ENTITY'],
    ['a numbered NUL', fine.replace('id="A"', 'id="A" name="&#0;"'), 'XML_BAD_CHARACTER'],
    ['a numbered half of a pair', fine.replace('id="A"', 'id="A" name="&#xD800;"'), 'XML_BAD_CHARACTER'],
    ['a number beyond Unicode', fine.replace('id="A"', 'id="A" name="&#x110000;"'), 'XML_BAD_CHARACTER'],
    ['a NUL', fine.replace('id="A"', 'id="A" name="\u0000"'), 'XML_BAD_CHARACTER'],
    ['half of a surrogate pair', fine.replace('id="A"', 'id="A" name="\ud83d"'), 'XML_BAD_CHARACTER'],
    ['GBK read as UTF-8', fine.replace('id="A"', 'id="A" name="\ufffd\ufffd\ufffd"'), 'XML_BAD_CHARACTER'],
    ['an encoding other than UTF-8', fine.replace('UTF-8', 'GB18030'), 'XML_ENCODING'],
    ['UTF-16', fine.replace('UTF-8', 'UTF-16'), 'XML_ENCODING'],
    ['a declaration in the middle', `<a/>${fine}`, 'XML_MALFORMED'],
    ['an element that is not closed', fine.replace('</bpmn:process>', ''), 'XML_MALFORMED'],
    ['a file cut off', fine.slice(0, -20), 'XML_MALFORMED'],
    ['elements that overlap', root('<bpmn:documentation><b></bpmn:documentation></b>'), 'XML_MALFORMED'],
    ['two roots', `${fine}<a/>`, 'XML_MALFORMED'],
    ['text after the root', `${fine} and more`, 'XML_MALFORMED'],
    ['CDATA after the root', `${fine}<![CDATA[x]]>`, 'XML_DOCTYPE'],
    ['an attribute twice', fine.replace('id="A"', 'id="A" id="B"'), 'XML_MALFORMED'],
    ['an attribute without value', fine.replace('id="A"', 'id="A" name'), 'XML_MALFORMED'],
    ['an attribute without quotes', fine.replace('id="A"', 'id=A'), 'XML_MALFORMED'],
    ['attributes without space between', fine.replace('id="A"', 'id="A"name="x"'), 'XML_MALFORMED'],
    ['blanks around "="', fine.replace('id="A"', 'id = "A"'), 'XML_TOO_COMPLEX'],
    ['"<" in an attribute', fine.replace('id="A"', 'id="A" name="a<b"'), 'XML_MALFORMED'],
    ['a comment that is not closed', root('<!-- '), 'XML_MALFORMED'],
    ['a comment with --', root('<!-- a -- b -->'), 'XML_MALFORMED'],
    ['the shortest wrong comment', root('<!-->'), 'XML_MALFORMED'],
    ['the end of CDATA in a text', root('<bpmn:documentation>a ]]> b</bpmn:documentation>'), 'XML_MALFORMED'],
    ['CDATA that is not closed', root('<![CDATA[ '), 'XML_MALFORMED'],
    ['a processing instruction that is not closed', root('<?x '), 'XML_MALFORMED'],
    ['HTML', '<html><body><p>hello<br></body></html>', 'XML_MALFORMED'],
    ['an element name with a digit first', root('<1/>'), 'XML_MALFORMED'],
  ])('%s', async (_what, xml, code) => {
    const { graph, problems } = await compileProcess(xml, COMPILE_ENV);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]).toMatchObject({ element: null, severity: 'error' });
    expect(graph).toBeNull();
  });

  it.each([
    ['deep nesting', '<a>'.repeat(200_000), 'XML_TOO_COMPLEX'],
    ['thousands of attributes', `<a ${Array.from({ length: 20_000 }, (_, nth) => `a${nth}="1"`).join(' ')}/>`, 'XML_TOO_COMPLEX'],
    ['thousands of elements', `<a>${'<b/>'.repeat(300_000)}</a>`, 'XML_TOO_COMPLEX'],
    ['a name as long as the file', `<${'a'.repeat(2_000_000)}/>`, 'BPMN_NOT_BPMN'],
    ['a million ampersands', `<a b="${'&'.repeat(1_000_000)}"/>`, 'XML_ENTITY'],
    ['a million <', '<a>'.padEnd(1_000_000, '<'), 'XML_MALFORMED'],
    ['comments opened again and again', `<a>${'<!--'.repeat(200_000)}`, 'XML_MALFORMED'],
    ['a million line ends before an error', `<a>${'\n'.repeat(1_000_000)}</b>`, 'XML_MALFORMED'],
    ['quotes opened again and again', `<a ${'b=" '.repeat(200_000)}`, 'XML_MALFORMED'],
    ['blanks without end', `<a${' '.repeat(2_000_000)}`, 'XML_MALFORMED'],
    ['more than the limit', `<a>${'x'.repeat(2_100_000)}</a>`, 'XML_TOO_LARGE'],
    ['more than the limit in bytes, not in letters', `<a>${'中'.repeat(700_000)}</a>`, 'XML_TOO_LARGE'],
  ])('%s', async (_what, xml, code) => {
    expect((await codes(xml))[0]).toBe(code);
  }, 20_000);

  it('says the line, and shows at most a few letters of what is there', async () => {
    const { problems } = await compileProcess(`<a>\n\n<b ${'x'.repeat(10_000)}></b></a>`, COMPILE_ENV);
    expect(problems[0]?.message.en).toMatch(/^Line 3: /);
    expect(problems[0]?.message['zh-CN']).toMatch(/^第 3 行：/);
    expect(problems[0]!.message.en.length).toBeLessThan(300);
  });

  it('the limit on bytes can be set', async () => {
    expect((await compileProcess(fine, { ...COMPILE_ENV, maxBytes: 100 })).problems[0]?.code).toBe('XML_TOO_LARGE');
  });
});

describe('XML that is unusual and right', () => {
  it.each([
    ['a byte order mark', `\ufeff${fine}`],
    ['no declaration', fine.replace(/^<\?xml.*\?>\n/, '')],
    ['single quotes', fine.replace(/"/g, "'").replace(/&quot;/g, '"')],
    ['UTF-8 in small letters', fine.replace('UTF-8', 'utf-8')],
    ['comments that talk of a DOCTYPE', root('<!-- <!DOCTYPE x> &nothing; -->')],
    ['a processing instruction', root('<?note <!DOCTYPE x> ?>')],
    ['CDATA', root('<bpmn:documentation><![CDATA[<!DOCTYPE & more]]></bpmn:documentation>')],
    ['another prefix for BPMN', fine.replace(/bpmn:/g, 'b:').replace('xmlns:bpmn=', 'xmlns:b=')],
    ['no prefix for BPMN', fine.replace(/bpmn:(?!tFormal)/g, '').replace('xmlns:bpmn=', 'xmlns=')],
    ['another prefix for the extension', fine.replace(/tessera:/g, 't:').replace('xmlns:tessera=', 'xmlns:t=')],
    ['> in an attribute', fine.replace('id="A"', 'id="A" name="a > b"')],
    ['line ends and blanks inside of tags', fine.replace('id="A"', '\n\tid="A"\n').replace('</bpmn:process>', '</bpmn:process\n>')],
    ['Windows line ends', fine.replace(/\n/g, '\r\n')],
  ])('%s is accepted', async (_what, xml) => {
    expect(await codes(xml)).toEqual([]);
  });

  it('characters beyond the first plane keep their meaning, also as numbers', async () => {
    const problems = new ProblemList();
    const read = await readDefinitions(definitions('<bpmn:message id="M" name="&#x1F600; &#128512; 😀 &#20013; &amp;lt;"/>'), 1e6, problems);
    expect((read?.['rootElements'] as { name: string }[])[0]?.name).toBe('😀 😀 😀 中 &lt;');
  });
});

describe('XML that is no BPMN 2.0', () => {
  it.each([
    ['another language', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'BPMN_NOT_BPMN'],
    ['BPMN 1', '<definitions xmlns="http://schema.omg.org/spec/BPMN/1.0"/>', 'BPMN_NOT_BPMN'],
    ['definitions without namespace', '<definitions><process id="x"/></definitions>', 'BPMN_NOT_BPMN'],
    ['a process as the root', '<bpmn:process xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="x"/>', 'BPMN_NOT_BPMN'],
    ['a prefix without namespace', root('<zz:task id="q"/>'), 'BPMN_NOT_UNDERSTOOD'],
    ['an element that BPMN does not have', root('<bpmn:constructor id="q"/>'), 'BPMN_UNKNOWN_ELEMENT'],
    ['an element named like a prototype', root('<bpmn:__proto__/>'), 'BPMN_UNKNOWN_ELEMENT'],
    ['text between elements', root('hello'), 'BPMN_STRAY_TEXT'],
    ['definitions inside a process', root('<bpmn:definitions id="q"/>'), 'BPMN_UNKNOWN_ELEMENT'],
  ])('%s is refused', async (_what, xml, code) => {
    const { graph, problems } = await compileProcess(xml, COMPILE_ENV);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(graph).toBeNull();
  });

  it('attributes named like properties of objects are attributes that mean nothing', async () => {
    const xml = fine.replace('id="A"', 'id="A" constructor="1" __proto__="2" hasOwnProperty="3" get="4" tessera:__proto__="5"');
    const found = await codes(xml);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found)).toEqual(new Set(['PROCESS_UNKNOWN_SETTING']));
    expect(({} as Record<string, unknown>)['2']).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('get');
  });

  it('a shape for an element that is gone is a warning only', async () => {
    const di = `<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="di"><bpmndi:BPMNPlane id="pl" bpmnElement="P"><bpmndi:BPMNShape id="sh" bpmnElement="gone"/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`;
    const { graph, problems } = await compileProcess(fine.replace('</bpmn:definitions>', `${di}</bpmn:definitions>`), COMPILE_ENV);
    expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['warning BPMN_SHAPE_WITHOUT_ELEMENT']);
    expect(graph).not.toBeNull();
  });
});
