/**
 * The door for XML from outside: says whether a text is well-formed XML of a reasonable size, before any
 * parser sees it. Stricter than XML 1.0: no document type, no entities but the five of XML itself, UTF-8
 * only, limits on bytes, depth, elements and attributes. Namespaces and BPMN are not its business.
 */

import { defineProblem, shorten, type Localizable, type ProblemKind } from '../problem/process-problem.ts';

export interface XmlLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
  readonly attributes: number;
}
export const XML_LIMITS: Omit<XmlLimits, 'bytes'> = { depth: 100, elements: 20_000, attributes: 200 };

/** A finding with its parameters; exactly one is given back, the first. */
export interface XmlFinding {
  readonly kind: ProblemKind<never>;
  readonly params: object;
}

export const XmlTooLarge = defineProblem<{ limit: number }>({
  code: 'XML_TOO_LARGE',
  severity: 'error',
  message: {
    en: ({ limit }) => `The file is larger than the limit of ${limit} bytes.`,
    'zh-CN': ({ limit }) => `文件超过 ${limit} 字节的上限。`,
  },
});
export const XmlMissing = defineProblem<{ begins: string }>({
  code: 'XML_NOT_XML',
  severity: 'error',
  message: {
    en: ({ begins }) => (begins === '' ? 'The file is empty.' : `The file is not XML; it begins with "${begins}".`),
    'zh-CN': ({ begins }) => (begins === '' ? '文件是空的。' : `文件不是 XML，开头是“${begins}”。`),
  },
});
export const XmlDoctype = defineProblem<{ line: number }>({
  code: 'XML_DOCTYPE',
  severity: 'error',
  message: {
    en: ({ line }) => `Line ${line}: the file has a document type (DOCTYPE) or an entity declaration, which is refused for safety. Remove it.`,
    'zh-CN': ({ line }) => `第 ${line} 行：文件含有文档类型（DOCTYPE）或实体声明，出于安全不予接受，请删除。`,
  },
});
export const XmlEntity = defineProblem<{ line: number; entity: string }>({
  code: 'XML_ENTITY',
  severity: 'error',
  message: {
    en: ({ line, entity }) => `Line ${line}: "${entity}" is not a character XML knows. Only &amp; &lt; &gt; &quot; &apos; and numbered characters are accepted.`,
    'zh-CN': ({ line, entity }) => `第 ${line} 行：“${entity}”不是 XML 认识的字符，只接受 &amp; &lt; &gt; &quot; &apos; 与数字编码的字符。`,
  },
});
export const XmlEncoding = defineProblem<{ encoding: string }>({
  code: 'XML_ENCODING',
  severity: 'error',
  message: {
    en: ({ encoding }) => `The file says it is encoded as ${encoding}. Save it as UTF-8.`,
    'zh-CN': ({ encoding }) => `文件声明的编码是 ${encoding}，请另存为 UTF-8。`,
  },
});
export const XmlBadCharacter = defineProblem<{ line: number; character: string }>({
  code: 'XML_BAD_CHARACTER',
  severity: 'error',
  message: {
    en: ({ line, character }) => `Line ${line}: the character ${character} may not stand in XML. The file is damaged or was not saved as UTF-8.`,
    'zh-CN': ({ line, character }) => `第 ${line} 行：字符 ${character} 不能出现在 XML 中，文件已损坏或不是以 UTF-8 保存的。`,
  },
});
export const XmlMalformed = defineProblem<{ line: number; reason: string }>({
  code: 'XML_MALFORMED',
  severity: 'error',
  message: {
    en: ({ line, reason }) => `Line ${line}: this is not well-formed XML: ${reason}.`,
    'zh-CN': ({ line, reason }) => `第 ${line} 行：XML 格式有误：${reason}。`,
  },
});
export const XmlTooComplex = defineProblem<{ line: number; reason: string }>({
  code: 'XML_TOO_COMPLEX',
  severity: 'error',
  message: {
    en: ({ line, reason }) => `Line ${line}: the file is beyond what is read here: ${reason}.`,
    'zh-CN': ({ line, reason }) => `第 ${line} 行：文件过于复杂：${reason}。`,
  },
});

/** Null when the text is well-formed and within the limits; else the first finding. Linear in the length. */
export function checkXml(xml: string, limits: XmlLimits): XmlFinding | null {
  if (isLongerThan(xml, limits.bytes)) return finding(XmlTooLarge, { limit: limits.bytes });
  try {
    new Scanner(xml, limits).scanDocument();
    return null;
  } catch (problem) {
    if (problem instanceof Found) return problem.finding;
    throw problem;
  }
}

const finding = <Params extends object>(kind: ProblemKind<Params>, params: Localizable<Params>): XmlFinding => ({ kind, params });

class Found extends Error {
  readonly finding: XmlFinding;
  constructor(found: XmlFinding) {
    super(found.kind.code);
    this.finding = found;
  }
}

const NAME = /[A-Za-z_:\u00C0-\uFFFD][-A-Za-z0-9._:\u00B7\u00C0-\uFFFD]*/y;
const BLANK = /[ \t\r\n]*/y;
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));/y;
// Control characters, the byte order mark inside, the replacement character of a failed decoding, halves of pairs.
const UNWANTED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFD-\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const DECLARATION = /<\?xml[ \t\r\n]+version=(?:"1\.[01]"|'1\.[01]')(?:[ \t\r\n]+encoding=(?:"([^"]*)"|'([^']*)'))?(?:[ \t\r\n]+standalone=(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y;

class Scanner {
  private readonly xml: string;
  private readonly limits: XmlLimits;
  private at = 0;
  private elements = 0;
  private readonly open: string[] = [];

  constructor(xml: string, limits: XmlLimits) {
    this.xml = xml;
    this.limits = limits;
  }

  scanDocument(): void {
    if (this.xml.charCodeAt(0) === 0xfeff) this.at = 1;
    const bad = UNWANTED.exec(this.xml);
    if (bad && this.looksLikeXml()) this.stop(XmlBadCharacter, { character: codePoint(bad[0]) }, bad.index);
    if (!this.looksLikeXml()) throw new Found(finding(XmlMissing, { begins: shorten(this.xml.slice(this.at, this.at + 60)).slice(0, 20) }));
    this.scanDeclaration();
    for (;;) {
      const next = this.xml.indexOf('<', this.at);
      const text = this.xml.slice(this.at, next === -1 ? this.xml.length : next);
      this.scanText(text);
      if (next === -1) break;
      this.at = next;
      this.scanMarkup();
    }
    const unclosed = this.open.at(-1);
    if (unclosed !== undefined) this.malformed(`<${unclosed}> is never closed`, `<${unclosed}> 没有结束标签`);
    if (this.elements === 0) this.malformed('there is no element', '没有任何元素');
  }

  private looksLikeXml(): boolean {
    BLANK.lastIndex = this.at;
    BLANK.test(this.xml);
    return /[?!A-Za-z_]/.test(this.xml.charAt(BLANK.lastIndex + 1)) && this.xml[BLANK.lastIndex] === '<';
  }

  private scanDeclaration(): void {
    if (!/^<\?xml[ \t\r\n?]/.test(this.xml.slice(this.at, this.at + 6))) return;
    DECLARATION.lastIndex = this.at;
    const declaration = DECLARATION.exec(this.xml);
    if (!declaration) this.malformed('the XML declaration cannot be read', 'XML 声明无法识别');
    const encoding = declaration[1] ?? declaration[2] ?? 'UTF-8';
    if (!/^(utf-?8|us-ascii)$/i.test(encoding)) throw new Found(finding(XmlEncoding, { encoding: shorten(encoding) || '?' }));
    this.at = DECLARATION.lastIndex;
  }

  private scanText(text: string): void {
    if (this.open.length === 0) {
      if (/[^ \t\r\n]/.test(text)) this.malformed('text outside of the root element', '根元素之外有文字');
      return;
    }
    if (text.includes(']]>')) this.malformed('"]]>" in a text', '文字中有“]]>”');
    this.scanReferences(text, this.at);
  }

  /** At a `<`. */
  private scanMarkup(): void {
    const { xml, at } = this;
    if (xml.startsWith('<!--', at)) return this.scanComment();
    if (xml.startsWith('<![CDATA[', at) && this.open.length > 0) return this.skipPast(']]>', at + 9, 'a CDATA section is never closed', 'CDATA 段没有结束');
    if (xml.startsWith('<!', at)) this.stop(XmlDoctype, {}, at);
    if (xml.startsWith('<?', at)) {
      if (/^<\?xml[ \t\r\n?]/i.test(xml.slice(at, at + 6))) this.malformed('an XML declaration that is not at the beginning', 'XML 声明不在文件开头');
      return this.skipPast('?>', at + 2, 'a processing instruction is never closed', '处理指令没有结束');
    }
    if (xml.startsWith('</', at)) return this.scanEndTag();
    this.scanStartTag();
  }

  private scanComment(): void {
    const end = this.xml.indexOf('--', this.at + 4);
    if (end === -1 || this.xml[end + 2] !== '>') this.malformed('a comment is never closed or has "--" in it', '注释没有结束，或其中含有“--”');
    this.at = end + 3;
  }

  private scanEndTag(): void {
    this.at += 2;
    const name = this.scanName();
    this.skipBlank();
    const expected = this.open.pop();
    if (this.xml[this.at] !== '>' || name !== expected) {
      this.malformed(`</${name}> where ${expected === undefined ? 'nothing is open' : `</${expected}> should be`}`, `出现 </${name}>，应为 ${expected === undefined ? '文件结尾' : `</${expected}>`}`);
    }
    this.at += 1;
  }

  private scanStartTag(): void {
    this.at += 1;
    const name = this.scanName();
    if (this.open.length === 0 && this.elements > 0) this.malformed('a second root element', '有多个根元素');
    this.elements += 1;
    if (this.elements > this.limits.elements) this.tooComplex(`more than ${this.limits.elements} elements`, `元素超过 ${this.limits.elements} 个`);
    this.scanAttributes(name);
    if (this.xml.startsWith('/>', this.at)) {
      this.at += 2;
      return;
    }
    if (this.xml[this.at] !== '>') this.malformed(`the tag <${name}> is not closed`, `标签 <${name}> 没有结束`);
    this.at += 1;
    this.open.push(name);
    if (this.open.length > this.limits.depth) this.tooComplex(`more than ${this.limits.depth} elements inside one another`, `元素嵌套超过 ${this.limits.depth} 层`);
  }

  private scanAttributes(element: string): void {
    const seen = new Set<string>();
    for (;;) {
      const before = this.at;
      this.skipBlank();
      const next = this.xml[this.at];
      if (next === '>' || next === '/' || next === undefined) return;
      if (before === this.at) this.malformed(`no space between the attributes of <${element}>`, `<${element}> 的属性之间缺少空格`);
      const name = this.scanName();
      const equals = this.at;
      this.skipBlank();
      if (this.xml[this.at] !== '=') this.malformed(`the attribute ${name} has no value`, `属性 ${name} 没有值`);
      // XML allows blanks here, the parser behind this door does not.
      if (this.at !== equals || /[ \t\r\n]/.test(this.xml.charAt(this.at + 1))) this.tooComplex(`blanks around the "=" of the attribute ${name}`, `属性 ${name} 的“=”前后有空白`);
      this.at += 1;
      this.scanValue(name);
      if (seen.has(name)) this.malformed(`the attribute ${name} stands twice in <${element}>`, `<${element}> 中属性 ${name} 重复`);
      seen.add(name);
      if (seen.size > this.limits.attributes) this.tooComplex(`<${element}> has more than ${this.limits.attributes} attributes`, `<${element}> 的属性超过 ${this.limits.attributes} 个`);
    }
  }

  private scanValue(name: string): void {
    const quote = this.xml[this.at];
    const end = quote === '"' || quote === "'" ? this.xml.indexOf(quote, this.at + 1) : -1;
    if (end === -1) this.malformed(`the value of ${name} is not in quotes`, `属性 ${name} 的值没有引号`);
    const value = this.xml.slice(this.at + 1, end);
    if (value.includes('<')) this.malformed(`"<" in the value of ${name}; write &lt;`, `属性 ${name} 的值中有“<”，应写作 &lt;`);
    this.scanReferences(value, this.at + 1);
    this.at = end + 1;
  }

  private scanReferences(text: string, from: number): void {
    for (let i = text.indexOf('&'); i !== -1; i = text.indexOf('&', i + 1)) {
      REFERENCE.lastIndex = i;
      const reference = REFERENCE.exec(text);
      if (!reference) this.stop(XmlEntity, { entity: shorten(/^&[^;\s]{0,20};?/.exec(text.slice(i, i + 24))?.[0] ?? '&') }, from + i);
      if (reference[1] !== undefined) continue;
      const code = reference[2] === undefined ? parseInt(reference[3] ?? '', 16) : parseInt(reference[2], 10);
      const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\u0000';
      if (UNWANTED.test(character)) this.stop(XmlBadCharacter, { character: reference[0] }, from + i);
    }
  }

  private scanName(): string {
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.xml)?.[0];
    if (name === undefined) this.malformed('"<" where no element begins, or a name with a wrong character', '“<”之后不是元素，或名称含有非法字符');
    this.at += name.length;
    return name;
  }

  private skipBlank(): void {
    BLANK.lastIndex = this.at;
    BLANK.test(this.xml);
    this.at = BLANK.lastIndex;
  }

  private skipPast(mark: string, from: number, en: string, zh: string): void {
    const end = this.xml.indexOf(mark, from);
    if (end === -1) this.malformed(en, zh);
    this.at = end + mark.length;
  }

  private malformed(en: string, zh: string): never {
    return this.stop(XmlMalformed, { reason: { en: shorten(en), 'zh-CN': shorten(zh) } }, this.at);
  }

  private tooComplex(en: string, zh: string): never {
    return this.stop(XmlTooComplex, { reason: { en: shorten(en), 'zh-CN': shorten(zh) } }, this.at);
  }

  private stop<Params extends { line: number }>(kind: ProblemKind<Params>, params: Localizable<Omit<Params, 'line'>>, at: number): never {
    let line = 1;
    for (let i = this.xml.indexOf('\n'); i !== -1 && i < at; i = this.xml.indexOf('\n', i + 1)) line += 1;
    throw new Found(finding(kind, { ...params, line } as Localizable<Params>));
  }
}

const codePoint = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** In bytes of UTF-8. */
function isLongerThan(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  let bytes = 0;
  for (let i = 0; i < text.length && bytes <= limit; i += 1) {
    const code = text.charCodeAt(i);
    // A half of a surrogate pair counts two: the pair has four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes > limit;
}
