import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, LocalizedText } from '@tessera/contract';
import { compileDesign, type Design } from '@tessera/model';
import { guessMapping, wordsOf } from './guess-mapping.ts';
import { MEMBER_FIELDS } from './imported-member.ts';

const PACKAGE = resolve(import.meta.dirname, '../../../../libs/templates/packages/customer_management/entities');
const documents = readdirSync(PACKAGE).map((file) => JSON.parse(readFileSync(join(PACKAGE, file), 'utf8')) as EntityDocument);
const compiled = compileDesign(documents);
const design = (compiled.ok ? compiled.value : null) as Design;
const labels: ReadonlyMap<string, LocalizedText> = new Map(documents.map(({ key, label }) => [key, label]));

/** `column>field:match`, `KEY` for the key of the row; columns without a meaning are left out. In the order of the mapping. */
function guessed(entity: string | null, header: string, hidden: readonly string[] = []): string {
  const model = entity === null ? null : (design.entities.get(entity) ?? null);
  const writable = model === null ? MEMBER_FIELDS : [...[...model.fields.values()].filter(({ readOnly, type }) => !readOnly && type.refersTo !== 'rows').map(({ key }) => key), ...(model.parent === null ? [] : ['parent'])];
  const columns = header.split(',');
  const mapping = guessMapping(columns, [], { entity: model, labels, writable: writable.filter((key) => !hidden.includes(key)) });
  expect([...mapping.columns.map(({ column }) => column)].sort((a, b) => a - b)).toEqual(columns.map((_, at) => at));
  return mapping.columns
    .filter(({ field, externalKey }) => field !== undefined || externalKey)
    .map(({ column, field, externalKey, match }) => `${columns[column]}>${externalKey ? 'KEY' : field}${match ? `:${match}` : ''}`)
    .join(' ');
}

describe('a guess', () => {
  it.each([
    ['account', 'customerID,companyName,contactName,address,city,region,postalCode,country,phone,fax', 'customerID>KEY companyName>name address>address city>city region>region postalCode>postal_code country>country phone>phone fax>fax'],
    ['order', 'orderID,customerID,employeeID,orderDate,requiredDate,shippedDate,shipVia,freight,shipName', 'orderID>KEY customerID>account:externalKey employeeID>owner:externalKey orderDate>order_date requiredDate>required_date shippedDate>shipped_date freight>freight shipName>ship_name'],
    ['order_line', 'orderID,productID,unitPrice,quantity,discount', 'orderID>parent:externalKey productID>product:externalKey unitPrice>unit_price quantity>quantity discount>discount'],
    ['product', 'productID,productName,supplierID,categoryID,quantityPerUnit,unitPrice', 'productID>KEY productName>name unitPrice>unit_price'],
    ['contact', 'id,name,accountID,Job title,E-mail', 'id>KEY name>name accountID>account:externalKey Job title>title E-mail>email'],
    ['account', '客户编号,客户名称,电话,城市,上级客户,负责人', '客户编号>KEY 客户名称>name 电话>phone 城市>city 上级客户>parent_account:title 负责人>owner:title'],
    ['contact', '姓名,客户,手机,邮箱', '姓名>name 客户>account:title 手机>mobile 邮箱>email'],
    ['account', 'Name,Parent customer ID,Owner', 'Name>name Parent customer ID>parent_account:externalKey Owner>owner:title'],
    ['account', 'name,company,NAME', 'name>name'],
    ['account', 'code,created_at,version,id', 'code>KEY'],
    [null, 'employeeID,lastName,firstName,title,homePhone,reportsTo', 'employeeID>KEY title>title homePhone>phone firstName>name lastName>name'],
    [null, '姓名,邮箱,手机,职务', '姓名>name 邮箱>email 手机>phone 职务>title'],
  ])('of %s from %s', (entity, header, expected) => {
    expect(guessed(entity, header)).toBe(expected);
  });

  it('names no field that the person may not write', () => {
    expect(guessed('account', 'name,phone,owner', ['phone'])).toBe('name>name owner>owner:title');
    expect(guessed('contact', 'name,accountID', ['account'])).toBe('name>name');
  });

  it('takes for nothing the words other systems write for nothing, when the file has them', () => {
    const { nullWords } = guessMapping(['name', 'city'], [['A', 'NULL'], ['null ', 'N/A']], { entity: null, labels, writable: MEMBER_FIELDS });
    expect(nullWords).toEqual(['NULL', 'N/A']);
  });
});

it.each([
  ['shipPostalCode', 'ship postal code'],
  ['ship_postal_code', 'ship postal code'],
  ['Ship postal-code', 'ship postal code'],
  ['customerID', 'customer id'],
  ['  Name ', 'name'],
  ['客户名称', '客户名称'],
])('%s is read as the words "%s"', (name, words) => {
  expect(wordsOf(name)).toBe(words);
});
