/**
 * Streams XML through an event parser. No document type declaration, hence no entities of its own; no text or tag that
 * goes on for megabytes. Yields after each piece, so that what was collected can be taken.
 */

import { SaxesParser } from 'saxes';

export type Attributes = Readonly<Record<string, string>>;

/** Characters without any tag: nothing that is a workbook has so many. */
const MAX_SILENCE = 4_000_000;

export async function* readXml(
  bytes: AsyncIterable<Buffer>,
  onTag: (name: string, attributes: Attributes) => void,
  onText: (text: string) => void = () => {},
  onEnd: (name: string) => void = () => {},
  onSilence: () => void = () => {},
): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let silence = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a document type declaration');
  });
  parser.on('opentag', ({ name, attributes }) => {
    silence = 0;
    onTag(name, attributes as Attributes);
  });
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', ({ name }) => {
    silence = 0;
    onEnd(name);
  });
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    silence += text.length;
    parser.write(text);
    if (silence > MAX_SILENCE) {
      onSilence();
      throw new Error('a text without end');
    }
    yield;
  }
  parser.write(decoder.decode());
  parser.close();
}

/** `x:row` and `row` are the same to us. */
export const localName = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};
