/**
 * All that a workspace's people designed, as one value: the documents with their versions, the compiled
 * design, and what each member may do with it. Immutable; a change makes a new one.
 */

import { buildAccess, type Access } from '@tessera/access';
import { ADMIN_ROLE, CAPABILITIES, RECORD_ACTIONS, type RoleDocument } from '@tessera/contract';
import { compileDesign, type Design } from '@tessera/model';
import type { DocumentBodies, DocumentKind } from '../design/document.row.ts';
import { noteStoredFields } from './stored-fields.ts';

export interface Versioned<Document> {
  readonly version: number;
  readonly document: Document;
}
export type DocumentSet = { readonly [Kind in DocumentKind]: ReadonlyMap<string, Versioned<DocumentBodies[Kind]>> };

export interface StoredDocument {
  readonly kind: DocumentKind;
  readonly key: string;
  readonly version: number;
  readonly body: DocumentBodies[DocumentKind];
}

export const ADMIN: RoleDocument = {
  key: ADMIN_ROLE,
  label: { 'zh-CN': '管理员', en: 'Administrator' },
  capabilities: [...CAPABILITIES],
  rules: [{ effect: 'allow', actions: [...RECORD_ACTIONS], entity: '*' }],
};

export class WorkspaceModel {
  readonly design: Design;
  /** In the order they were made. */
  readonly documents: DocumentSet;
  /** `entity.field` of the computed fields whose values are kept in a column that is ready. */
  readonly stored: ReadonlySet<string>;
  private readonly accesses = new Map<string, Access>();

  constructor(stored: readonly StoredDocument[], keptIn: (model: WorkspaceModel) => ReadonlySet<string> = () => new Set()) {
    const of = <Kind extends DocumentKind>(kind: Kind): ReadonlyMap<string, Versioned<DocumentBodies[Kind]>> =>
      new Map(stored.filter((one) => one.kind === kind).map(({ key, version, body }) => [key, { version, document: body as DocumentBodies[Kind] }]));
    this.documents = { entity: of('entity'), form: of('form'), view: of('view'), role: of('role') };
    const compiled = compileDesign([...this.documents.entity.values()].map(({ document }) => document));
    if (!compiled.ok) throw new Error(`stored entities do not compile: ${JSON.stringify(compiled.problem)}`);
    this.design = compiled.value;
    this.stored = keptIn(this);
    noteStoredFields(this.design, this.stored);
  }

  /** The document of a role; built-in ones included. Undefined when it was deleted. */
  role(key: string): RoleDocument | undefined {
    return key === ADMIN_ROLE ? ADMIN : this.documents.role.get(key)?.document;
  }

  /** What a member with these roles may do; the same object as long as the model lives. */
  accessOf(member: string, roles: readonly string[]): Access {
    const key = `${member} ${roles.join(' ')}`;
    let access = this.accesses.get(key);
    if (access === undefined) {
      access = buildAccess({ design: this.design, roles: roles.flatMap((role) => this.role(role) ?? []), member });
      if (this.accesses.size >= 5000) this.accesses.clear();
      this.accesses.set(key, access);
    }
    return access;
  }
}
