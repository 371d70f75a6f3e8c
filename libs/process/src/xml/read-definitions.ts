/**
 * XML text to the BPMN definitions in it, through bpmn-moddle, and what the parser could not make sense
 * of as problems. What stands in the diagram only (shapes, edges) is a warning, the rest an error: a part
 * of the model that was not understood must not be left out in silence.
 */

/// <reference path="./bpmn-moddle.d.ts" />
import { BpmnModdle, type ModdleWarning } from 'bpmn-moddle';
import { ProblemList, WHOLE_FILE, defineProblem, shorten, type Named } from '../problem/process-problem.ts';
import { tesseraModdle } from '../tessera-moddle.ts';
import { XML_LIMITS, checkXml } from './check-xml.ts';
import { isElement, textOf, type ModdleElement } from './moddle-element.ts';

const NotBpmn = defineProblem({
  code: 'BPMN_NOT_BPMN',
  severity: 'error',
  message: {
    en: () => 'The file is XML, but not a BPMN 2.0 model: its root must be <definitions> of the BPMN 2.0 namespace.',
    'zh-CN': () => '文件是 XML，但不是 BPMN 2.0 模型：根元素应为 BPMN 2.0 命名空间的 <definitions>。',
  },
});
const DuplicateId = defineProblem<{ id: string }>({
  code: 'BPMN_DUPLICATE_ID',
  severity: 'error',
  message: {
    en: ({ id }) => `Two elements have the id "${id}". Give each its own.`,
    'zh-CN': ({ id }) => `有两个元素的 id 都是“${id}”，请分别命名。`,
  },
});
const IllegalId = defineProblem<{ id: string }>({
  code: 'BPMN_ILLEGAL_ID',
  severity: 'error',
  message: {
    en: ({ id }) => `"${id}" cannot be an id: use letters, digits, "_", "-" and ".", beginning with a letter or "_".`,
    'zh-CN': ({ id }) => `“${id}”不能作为 id：请使用英文字母、数字、“_”、“-”、“.”，并以字母或“_”开头。`,
  },
});
const UnresolvedReference = defineProblem<{ property: string; target: string }>({
  code: 'BPMN_UNRESOLVED_REFERENCE',
  severity: 'error',
  message: {
    en: ({ what, property, target }) => `${what} refers (${property}) to "${target}", which is not in the file.`,
    'zh-CN': ({ what, property, target }) => `${what} 引用了（${property}）文件中不存在的“${target}”。`,
  },
});
const UnresolvedShape = defineProblem<{ target: string }>({
  code: 'BPMN_SHAPE_WITHOUT_ELEMENT',
  severity: 'warning',
  message: {
    en: ({ target }) => `The diagram draws "${target}", which is not in the model.`,
    'zh-CN': ({ target }) => `图中画出了模型里不存在的“${target}”。`,
  },
});
const UnknownSetting = defineProblem<{ setting: string }>({
  code: 'PROCESS_UNKNOWN_SETTING',
  severity: 'warning',
  message: {
    en: ({ what, setting }) => `${what === '' ? 'An element' : what} has the setting "${setting}", which means nothing here; it is ignored.`,
    'zh-CN': ({ what, setting }) => `${what === '' ? '某元素' : what} 的设置“${setting}”在此无效，将被忽略。`,
  },
});
const UnknownElement = defineProblem<{ line: number; tag: string }>({
  code: 'BPMN_UNKNOWN_ELEMENT',
  severity: 'error',
  message: {
    en: ({ line, tag }) => `Line ${line}: <${tag}> is not an element of BPMN 2.0, or not in this place.`,
    'zh-CN': ({ line, tag }) => `第 ${line} 行：<${tag}> 不是 BPMN 2.0 的元素，或不能出现在此处。`,
  },
});
const StrayText = defineProblem<{ line: number; text: string }>({
  code: 'BPMN_STRAY_TEXT',
  severity: 'error',
  message: {
    en: ({ line, text }) => `Line ${line}: the text "${text}" has no place in BPMN.`,
    'zh-CN': ({ line, text }) => `第 ${line} 行：文字“${text}”不应出现在此处。`,
  },
});
const NotUnderstood = defineProblem<{ reason: string }>({
  code: 'BPMN_NOT_UNDERSTOOD',
  severity: 'error',
  message: {
    en: ({ reason }) => `A part of the file cannot be read as BPMN 2.0: ${reason}.`,
    'zh-CN': ({ reason }) => `文件中有一部分无法作为 BPMN 2.0 读取：${reason}。`,
  },
});

/** Keeps nothing of what it reads; building it takes longer than reading a process. */
let moddle: BpmnModdle | undefined;

/** The root element, or null with at least one error among the problems. Never rejects for bad input. */
export async function readDefinitions(xml: string, maxBytes: number, problems: ProblemList): Promise<ModdleElement | null> {
  const refused = checkXml(xml, { ...XML_LIMITS, bytes: maxBytes });
  if (refused) {
    problems.report(refused.kind, WHOLE_FILE, refused.params as never);
    return null;
  }
  try {
    moddle ??= new BpmnModdle({ tessera: tesseraModdle });
    const { rootElement, warnings } = await moddle.fromXML(withPlainCharacters(xml));
    for (const warning of warnings) reportWarning(warning, problems);
    if (isElement(rootElement) && rootElement.$type === 'bpmn:Definitions') return rootElement;
    problems.report(NotBpmn, WHOLE_FILE, {});
  } catch (error) {
    const reason = parserWords(error);
    if (/failed to parse document as <bpmn:Definitions>/.test(reason)) problems.report(NotBpmn, WHOLE_FILE, {});
    else problems.report(NotUnderstood, WHOLE_FILE, { reason: shorten(reason) });
  }
  return null;
}

/** The parser cuts numbered characters to 16 bits: those beyond are written out before it sees them. */
const withPlainCharacters = (xml: string): string =>
  xml.replace(/&#(?:([0-9]{5,7})|x([0-9a-f]{5,6}));/gi, (reference, decimal?: string, hex?: string) => {
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : parseInt(decimal, 10);
    return code > 0xffff && code <= 0x10ffff ? String.fromCodePoint(code) : reference;
  });

function reportWarning(warning: ModdleWarning, problems: ProblemList): void {
  const about = namedOf(warning.element);
  const property = withoutPrefix(warning.property ?? '');
  if (warning.message.startsWith('unresolved reference')) {
    const target = shorten(warning.value ?? '');
    if (/^(bpmndi|di|dc):/.test(warning.element?.$type ?? '')) problems.report(UnresolvedShape, about, { target });
    else problems.report(UnresolvedReference, about, { property, target });
    return;
  }
  if (warning.message.startsWith('unknown attribute')) {
    problems.report(UnknownSetting, about, { setting: shorten(warning.property ?? '') });
    return;
  }
  reportUnreadable(parserWords(warning.error ?? warning), lineOf(warning), problems);
}

function reportUnreadable(words: string, line: number, problems: ProblemList): void {
  const [, kind, subject = ''] = /^(duplicate ID|illegal ID|unknown type|unrecognized element|unexpected body text) <(.*)>$/s.exec(words) ?? [];
  const short = shorten(subject);
  if (kind === 'duplicate ID') problems.report(DuplicateId, { ...WHOLE_FILE, id: subject }, { id: short });
  else if (kind === 'illegal ID') problems.report(IllegalId, WHOLE_FILE, { id: short });
  else if (kind === 'unknown type' && subject.startsWith('tessera:')) problems.report(UnknownSetting, WHOLE_FILE, { setting: short });
  else if (kind === 'unknown type' || kind === 'unrecognized element') problems.report(UnknownElement, WHOLE_FILE, { line, tag: short });
  else if (kind === 'unexpected body text') problems.report(StrayText, WHOLE_FILE, { line, text: short });
  else problems.report(NotUnderstood, WHOLE_FILE, { reason: shorten(words) });
}

/** The parser counts lines from 0. */
const lineOf = (warning: ModdleWarning): number => 1 + Number(/\n\tline: (\d+)/.exec(warning.message)?.[1] ?? 0);

const parserWords = (error: { readonly message: string } | unknown): string => {
  const message = error instanceof Error || isMessage(error) ? error.message : String(error);
  return /nested error: (.*)$/s.exec(message)?.[1] ?? message;
};
const isMessage = (value: unknown): value is { readonly message: string } =>
  typeof value === 'object' && value !== null && typeof (value as { message?: unknown }).message === 'string';

const withoutPrefix = (property: string): string => property.replace(/^bpmn:/, '');

/** The element, or the one around it that has an id. */
function namedOf(element: unknown): Named {
  for (let at = element; isElement(at); at = at.$parent) if (typeof at.id === 'string') return nameOf(at);
  return WHOLE_FILE;
}

export const nameOf = (element: ModdleElement): Named => ({
  id: typeof element.id === 'string' ? element.id : null,
  name: textOf(element, 'name'),
  nameEn: textOf(element, 'nameEn'),
});
