/** Five files of another system, linked by its keys, imported one after the other as a person would, by the guess alone where it is enough. */

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { HistoryEntry, RecordView } from '@tessera/contract';
import { ok, startCrm, type CrmServer } from '../records/testing/crm-server.ts';
import { imported, mapped, problemsIn, refusedFile } from './testing/import-desk.ts';

const EMPLOYEES = `employeeID,lastName,firstName,title,titleOfCourtesy,birthDate,homePhone,notes,reportsTo
1,Ångström,Åsa,"Sales Representative",Ms.,1968-12-08 00:00:00.000,(206) 555-0157,"Education: a BA.  She also read ""The Art of the Cold Call.""",2
2,Ølberg,Øyvind,"Vice President, Sales",Dr.,1952-02-19 00:00:00.000,(206) 555-0182,"Speaks French.",NULL
`;
const PRODUCTS = `productID,productName,supplierID,quantityPerUnit,unitPrice,unitsInStock,discontinued
1,Çay,1,10 boxes x 20 bags,18.00,39,0
2,Crème brûlée,1,24 - 12 oz bottles,19.00,17,1
`;
const CUSTOMERS = `customerID,companyName,contactName,address,city,region,postalCode,country,phone,fax
ALPHA,Alpha Küchen,Maria Muster,Obere Str., 57,Berlin,NULL,05021,Germany,030-0074321,030-0076545
BETAX,Beta & Söhne,Jürgen Muster,Rua do Paço,67,München,NULL,80805,Germany,089-0877310,NULL
GAMMA,Γάμμα,Ana Pérez,Avda. 2222,México D.F.,NULL,05033,Mexico,(5) 555-0129,NULL
`;
const ORDERS = `orderID,customerID,employeeID,orderDate,requiredDate,shippedDate,freight,shipName,shipCity,shipRegion
10248,ALPHA,1,1996-07-04 00:00:00.000,1996-08-01 00:00:00.000,1996-07-16 00:00:00.000,32.38,Alpha Küchen,Berlin,NULL
10249,GAMMA,2,1996-07-05 00:00:00.000,1996-08-16 00:00:00.000,NULL,11.61,Γάμμα,México D.F.,NULL
10250,BETAX,1,1996-07-08 00:00:00.000,1996-08-05 00:00:00.000,1996-07-12 00:00:00.000,65.83,Beta & Söhne,München,NULL
`;
const DETAILS = `orderID,productID,unitPrice,quantity,discount
10248,1,14.00,12,0
10248,2,9.80,10,0.15
10249,1,18.60,9,0
10250,1,7.70,10,0
10249,9,1.00,1,0
`;

let crm: CrmServer;
beforeAll(async () => {
  crm = await startCrm();
});
afterAll(() => crm.stop());

const list = async (entity: string): Promise<RecordView[]> => ok(await crm.admin.post(`/api/records/${entity}/query`, { sort: [{ field: 'created_at' }], limit: 200 })).rows;

it('links orders to customers, employees and products by the keys of the system they come from', async () => {
  const { admin } = crm;
  expect(await imported(admin, 'members=true', EMPLOYEES)).toMatchObject({ imported: 2, refused: 0 });
  expect(ok(await admin.get('/api/members')).items).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'Åsa Ångström', title: 'Sales Representative', phone: '(206) 555-0157', status: 'imported' })]));

  const stock = await imported(admin, 'entity=product', PRODUCTS, (view) =>
    mapped(view, { discontinued: { field: 'status', values: { 0: 'on_sale', 1: 'discontinued' } }, quantityPerUnit: { field: 'spec' }, unitsInStock: { field: 'stock' } }),
  );
  expect(stock).toMatchObject({ imported: 2, refused: 0 });
  expect((await list('product')).map(({ values }) => [values['name'], values['unit_price'], values['stock'], values['status'], values['spec']])).toEqual([
    ['Çay', '18.00', '39', 'on_sale', '10 boxes x 20 bags'],
    ['Crème brûlée', '19.00', '17', 'discontinued', '24 - 12 oz bottles'],
  ]);

  const customers = await imported(admin, 'entity=account', CUSTOMERS);
  expect(customers).toMatchObject({ imported: 2, refused: 1, mended: 1, mapping: { nullWords: ['NULL'] } });
  expect(await problemsIn(admin, customers)).toEqual(['3 - IMPORT_ROW_RAGGED']);
  expect(await refusedFile(admin, customers)).toContain('The row has 11 cells, the header has 10.');
  expect((await list('account')).map(({ values }) => [values['name'], values['city'], values['region'], values['postal_code'], values['fax'], values['parent_account']])).toEqual([
    ['Alpha Küchen', 'Berlin', null, '05021', '030-0076545', null],
    ['Γάμμα', 'México D.F.', null, '05033', null, null],
  ]);

  const orders = await imported(admin, 'entity=order', ORDERS, (view) => mapped(view, {}, { constants: { status: 'done' } }));
  expect([orders.imported, await problemsIn(admin, orders)]).toEqual([2, ['4 customerID IMPORT_LINK_NOT_FOUND']]);
  const details = await imported(admin, 'entity=order_line', DETAILS);
  expect([details.imported, await problemsIn(admin, details)]).toEqual([3, ['5 orderID IMPORT_LINK_NOT_FOUND', '6 productID IMPORT_LINK_NOT_FOUND']]);

  expect((await list('order')).map(({ values }) => [values['account'], values['owner'], values['order_date'], values['shipped_date'], values['status'], values['freight'], values['total']])).toMatchObject([
    [{ label: 'Alpha Küchen' }, { label: 'Åsa Ångström' }, '1996-07-04', '1996-07-16', 'done', '32.38', '251.30'],
    [{ label: 'Γάμμα' }, { label: 'Øyvind Ølberg' }, '1996-07-05', null, 'done', '11.61', '167.40'],
  ]);
});

it('keeps lines in the order of the file and tells each in the history of its order, with the file it came from', async () => {
  const [first] = await list('order');
  const order = ok(await crm.admin.get<RecordView>(`/api/records/order/${first?.id}`));
  expect((order.values['lines'] as { values: Record<string, unknown> }[]).map(({ values }) => [values['quantity'], values['discount'], values['amount']])).toEqual([
    ['12', '0', '168.00'],
    ['10', '0.15', '83.30'],
  ]);
  const told: HistoryEntry[] = ok(await crm.admin.get(`/api/records/order/${first?.id}/history`)).items;
  expect(told.map(({ action, via, row, changes }) => [action, via.kind, row?.subform ?? null, changes.find(({ field }) => field === 'quantity')?.to ?? null])).toEqual([
    ['create', 'import', 'lines', '10'],
    ['create', 'import', 'lines', '12'],
    ['create', 'import', null, null],
  ]);
});
