import { describe, expect, it } from '@jest/globals';
import { csvLine, disarmed } from './csv-text.ts';

describe('a cell', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '＝1', '＋1', '－1', '＠x', '\u00a0=1', '=HYPERLINK("http://x","y")'])('that a spreadsheet would run is disarmed: %j', (text) => {
    expect(disarmed(text)).toBe(`'${text}`);
  });

  it.each(['', 'a=b', 'Müller', '1-2', '"=1"', "'=1", '北京', '0'])('that is text stays as it is: %j', (text) => {
    expect(disarmed(text)).toBe(text);
  });
});

describe('a line', () => {
  it('quotes what would be read otherwise, and ends as RFC 4180 says', () => {
    expect(csvLine(['a', 'b,c', 'say "x"', 'one\ntwo', ' pad', 'pad ', 'cr\r', ''])).toBe('a,"b,c","say ""x""","one\ntwo"," pad","pad ","cr\r",\r\n');
  });

  it('quotes a disarmed cell as a whole', () => {
    expect(csvLine([disarmed('=1,2')])).toBe(`"'=1,2"\r\n`);
  });
});
