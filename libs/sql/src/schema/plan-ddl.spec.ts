import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { crmDesign, entity, field } from '@tessera/model/testing';
import { diffEntities } from './diff-entities.ts';
import { fieldOfUniqueIndex } from './names.ts';
import { planDdl } from './plan-ddl.ts';
import { checkChanges, typeChangeOf } from './type-change.ts';

const product = entity('product', [field('title', 'text')]);
const account = (...fields: FieldDocument[]): EntityDocument => entity('account', [field('name', 'text'), ...fields]);

function plan(before: EntityDocument | null, after: EntityDocument, ...others: EntityDocument[]): readonly string[] {
  return planDdl('ws', crmDesign([after, ...others]), diffEntities(before, after), 7).map(({ sql, lock, losesData }) => `${lock}${losesData ? ' LOSES DATA' : ''}: ${sql}`);
}

describe('a plan', () => {
  it('makes a table with its system columns, links and indexes', () => {
    expect(plan(null, account(field('amount', 'money'), field('product', 'relation', { options: { entity: 'product' } }), field('code', 'text', { unique: true })), product)).toEqual([
      'NONE: CREATE TABLE "ws"."account" ("id" uuid PRIMARY KEY, "version" int NOT NULL, "created_at" timestamptz NOT NULL, "created_by" uuid, "updated_at" timestamptz NOT NULL, "updated_by" uuid, "owner" uuid, "deleted_at" timestamptz, "name" text COLLATE "zh-x-icu", "amount" numeric(20,2), "product" uuid, "code" text COLLATE "zh-x-icu")',
      'SHARE ROW EXCLUSIVE: ALTER TABLE "ws"."account" ADD CONSTRAINT "account.product.fk" FOREIGN KEY ("product") REFERENCES "ws"."product" ("id")',
      'SHARE: CREATE INDEX "account.created_at.list" ON "ws"."account" ("created_at", "id") WHERE "deleted_at" IS NULL',
      'SHARE: CREATE INDEX "account.owner.list" ON "ws"."account" ("owner", "created_at", "id") WHERE "deleted_at" IS NULL',
      'SHARE: CREATE INDEX "account.name.sort" ON "ws"."account" ("name", "id") WHERE "deleted_at" IS NULL',
      'SHARE: CREATE INDEX "account.product.list" ON "ws"."account" ("product", "created_at", "id")',
      'SHARE: CREATE UNIQUE INDEX "account.code.unique" ON "ws"."account" ("code") WHERE "deleted_at" IS NULL AND "code" IS NOT NULL',
    ]);
  });

  it('adds a column for a new field, and nothing for one that is computed', () => {
    expect(plan(account(), account(field('credit_limit', 'money')))).toEqual(['ACCESS EXCLUSIVE: ALTER TABLE "ws"."account" ADD COLUMN "credit_limit" numeric(20,2)']);
    expect(plan(account(), account(field('shout', 'formula', { options: { expression: 'name & "!"' } })))).toEqual([]);
  });

  it('keeps the values of a removed field aside', () => {
    const before = account(field('product', 'relation', { options: { entity: 'product' } }));
    expect(plan(before, account())).toEqual([
      'ACCESS EXCLUSIVE: ALTER TABLE "ws"."account" DROP CONSTRAINT "account.product.fk"',
      'ACCESS EXCLUSIVE: DROP INDEX IF EXISTS "ws"."account.product.list"',
      'ACCESS EXCLUSIVE: DROP INDEX IF EXISTS "ws"."account.product.sort"',
      'ACCESS EXCLUSIVE: DROP INDEX IF EXISTS "ws"."account.product.unique"',
      'ACCESS EXCLUSIVE: DROP INDEX IF EXISTS "ws"."account.product.hash"',
      'ACCESS EXCLUSIVE: ALTER TABLE "ws"."account" RENAME COLUMN "product" TO "_trash_product_7"',
    ]);
  });

  it('widens a column in place, and puts another beside it where values may not fit', () => {
    const number = account(field('amount', 'number'));
    const [two, four] = [account(field('amount', 'money')), account(field('amount', 'money', { options: { scale: 4 } }))];
    expect(plan(two, four)).toEqual(['ACCESS EXCLUSIVE: ALTER TABLE "ws"."account" ALTER COLUMN "amount" TYPE numeric(20,4) USING "amount"::numeric(20,4)']);
    expect(plan(four, two)).toEqual(plan(number, two));
    expect(plan(number, two)).toEqual([
      'ACCESS EXCLUSIVE: ALTER TABLE "ws"."account" ADD COLUMN "_next_amount" numeric(20,2)',
      'ROW EXCLUSIVE LOSES DATA: UPDATE "ws"."account" t SET "_next_amount" = c."to" FROM "_to_amount" c WHERE t."amount"::text = c."from"',
      'ACCESS EXCLUSIVE: ALTER TABLE "ws"."account" RENAME COLUMN "amount" TO "_trash_amount_7"',
      'ACCESS EXCLUSIVE: ALTER TABLE "ws"."account" RENAME COLUMN "_next_amount" TO "amount"',
    ]);
  });

  it('keeps an encrypted value and its hash in two columns, and asks the hash for uniqueness', () => {
    expect(plan(account(), account(field('card', 'idCard', { encrypted: true, unique: true })))).toEqual([
      'ACCESS EXCLUSIVE: ALTER TABLE "ws"."account" ADD COLUMN "card" text COLLATE "C", ADD COLUMN "_hash_card" text COLLATE "C"',
      'SHARE: CREATE INDEX "account.card.hash" ON "ws"."account" ("_hash_card") WHERE "deleted_at" IS NULL',
      'SHARE: CREATE UNIQUE INDEX "account.card.unique" ON "ws"."account" ("_hash_card") WHERE "deleted_at" IS NULL AND "_hash_card" IS NOT NULL',
    ]);
  });

  it('gives many links a table of their own, and one-to-one a unique index', () => {
    const links = account(field('products', 'relation', { options: { entity: 'product', cardinality: 'manyToMany' } }));
    expect(plan(account(), links, product)).toEqual([
      'SHARE ROW EXCLUSIVE: CREATE TABLE "ws"."account.products.link" ("from" uuid NOT NULL, "to" uuid NOT NULL, "position" int NOT NULL)',
      'SHARE ROW EXCLUSIVE: ALTER TABLE "ws"."account.products.link" ADD CONSTRAINT "account.products.key" PRIMARY KEY ("from", "to")',
      'SHARE ROW EXCLUSIVE: ALTER TABLE "ws"."account.products.link" ADD CONSTRAINT "account.products.from" FOREIGN KEY ("from") REFERENCES "ws"."account" ("id") ON DELETE CASCADE',
      'SHARE ROW EXCLUSIVE: ALTER TABLE "ws"."account.products.link" ADD CONSTRAINT "account.products.to" FOREIGN KEY ("to") REFERENCES "ws"."product" ("id") ON DELETE CASCADE',
      'SHARE ROW EXCLUSIVE: CREATE INDEX "account.products.list" ON "ws"."account.products.link" ("to", "from")',
    ]);
    expect(plan(account(), account(field('card', 'relation', { options: { entity: 'product', cardinality: 'oneToOne' } })), product).slice(0, 2)).toEqual([
      'ACCESS EXCLUSIVE: ALTER TABLE "ws"."account" ADD COLUMN "card" uuid CONSTRAINT "account.card.fk" REFERENCES "ws"."product" ("id")',
      'SHARE: CREATE INDEX "account.card.list" ON "ws"."account" ("card", "created_at", "id")',
    ]);
  });

  it('writes the condition of uniqueness into its index, without parameters', () => {
    const level = field('level', 'select', { options: { choices: [{ value: "o'k", label: { en: 'OK' } }] } });
    const unique = field('code', 'text', { unique: true, uniqueWithin: { ignoreCase: true, where: { field: 'level', op: 'eq', value: "o'k" } } });
    const [statement] = plan(account(level, field('code', 'text')), account(level, unique));
    expect(statement).toContain('CREATE UNIQUE INDEX "account.code.unique" ON "ws"."account" (lower("code")) WHERE "deleted_at" IS NULL AND "code" IS NOT NULL AND (');
    expect(statement).toContain(`'o''k'::text`);
    expect(statement).not.toContain('$');
  });

  it('needs no statement for labels, help or longer text', () => {
    expect(plan(account(field('note', 'text')), account(field('note', 'longText', { label: { en: 'Remark' } })))).toEqual([]);
  });

  it('makes and drops the index of uniqueness, by hash for text too long for an index', () => {
    const [plain, unique] = [account(field('code', 'text')), account(field('code', 'text', { unique: true }))];
    const long = account(field('code', 'text', { unique: true, options: { maxLength: 4000 } }));
    expect(plan(plain, unique)).toEqual(['SHARE: CREATE UNIQUE INDEX "account.code.unique" ON "ws"."account" ("code") WHERE "deleted_at" IS NULL AND "code" IS NOT NULL']);
    expect(plan(unique, plain)).toEqual(['ACCESS EXCLUSIVE: DROP INDEX IF EXISTS "ws"."account.code.unique"']);
    expect(plan(unique, long)).toEqual([
      'ACCESS EXCLUSIVE: DROP INDEX IF EXISTS "ws"."account.code.unique"',
      'SHARE: CREATE UNIQUE INDEX "account.code.unique" ON "ws"."account" (md5("code")) WHERE "deleted_at" IS NULL AND "code" IS NOT NULL',
    ]);
  });

  it('moves the index of the title', () => {
    const before = account(field('code', 'text'));
    expect(plan(before, { ...before, titleField: 'code' })).toEqual([
      'ACCESS EXCLUSIVE: DROP INDEX IF EXISTS "ws"."account.name.sort"',
      'SHARE: CREATE INDEX "account.code.sort" ON "ws"."account" ("code", "id") WHERE "deleted_at" IS NULL',
    ]);
  });

  it('says which change each statement belongs to', () => {
    const changes = diffEntities(account(field('a', 'text')), account(field('b', 'text')));
    expect(planDdl('ws', crmDesign([account(field('b', 'text'))]), changes, 1).map(({ change }) => change.kind)).toEqual([...Array.from({ length: 5 }, () => 'removeField'), 'addField']);
  });

  it('never takes a change that is refused', () => {
    expect(() => plan(account(field('x', 'text')), account(field('x', 'autoNumber')))).toThrow('FIELD_TYPE_CHANGE_REFUSED');
  });
});

describe('a change of type', () => {
  const problems = (before: FieldDocument, after: FieldDocument): readonly string[] => checkChanges(diffEntities(account(before), account(after))).map(({ path, code }) => `${path} ${code}`);

  it.each([
    ['text', 'longText', 'same'], ['phone', 'text', 'same'], ['email', 'longText', 'same'], ['autoNumber', 'text', 'same'], ['rollup', 'formula', 'same'],
    ['longText', 'text', 'convert'], ['number', 'money', 'convert'], ['percent', 'number', 'convert'], ['text', 'number', 'convert'], ['text', 'select', 'convert'],
    ['number', 'text', 'convert'], ['date', 'datetime', 'convert'], ['checkbox', 'select', 'convert'], ['member', 'members', 'convert'], ['richText', 'text', 'convert'],
  ] as const)('from %s to %s is possible: %s', (from, to, how) => {
    const options = (type: string) => (type === 'select' ? { options: { choices: [] } } : {});
    expect(typeChangeOf(field('x', from, options(from)), field('x', to, options(to)))).toBe(how);
    expect(problems(field('x', from, options(from)), field('x', to, options(to)))).toEqual([]);
  });

  it.each([
    ['number', 'formula'], ['formula', 'number'], ['relation', 'member'], ['text', 'relation'], ['text', 'autoNumber'], ['file', 'text'], ['subform', 'text'], ['text', 'modifiedAt'],
  ] as const)('from %s to %s is refused by name', (from, to) => {
    expect(problems(field('x', from), field('x', to))).toEqual(['account.fields.x.type FIELD_TYPE_CHANGE_REFUSED']);
  });

  it('is refused for what a field points to', () => {
    const to = (target: string): FieldDocument => field('x', 'relation', { options: { entity: target } });
    expect(problems(to('product'), to('order'))).toEqual(['account.fields.x.options.entity FIELD_TARGET_CHANGE_REFUSED']);
  });

  it('is refused for the owner of child rows', () => {
    const changes = diffEntities(account(), { ...account(), parent: 'product' });
    expect(checkChanges(changes).map(({ code }) => code)).toEqual(['ENTITY_PARENT_CHANGE_REFUSED']);
  });
});

describe('the name of an index', () => {
  it('leads back to its field, however long the keys are', () => {
    const [e, f, g] = ['e'.repeat(48), 'f'.repeat(48), `${'f'.repeat(47)}g`];
    const document = entity(e, [field(f, 'text', { unique: true }), field(g, 'text', { unique: true })]);
    const design = crmDesign([document]);
    const names = planDdl('ws', design, diffEntities(null, document), 1).flatMap(({ sql }) => /^CREATE UNIQUE INDEX "([^"]+)"/.exec(sql)?.[1] ?? []);
    expect(names.map((name) => [name.length <= 63, fieldOfUniqueIndex(design, name)])).toEqual([[true, { entity: e, field: f }], [true, { entity: e, field: g }]]);
    expect(fieldOfUniqueIndex(design, 'account_pkey')).toBeNull();
  });
});
