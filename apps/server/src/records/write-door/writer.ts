/** Who changes records, on whose rights, and through what: one value that every call of the write door brings. */

import { systemAccess, type Access } from '@tessera/access';
import type { ViaKind } from '@tessera/contract';
import type { ReadContext } from '@tessera/sql/read';
import type { Design } from '@tessera/model';
import type { Actor, Workspace } from '../../http/actor.ts';
import { storedFieldsOf } from '../../workspaces/stored-fields.ts';
import { fieldCipher } from '../../platform/field-cipher.ts';

/** `ref`: id of the instance, the import, the template, the link or the hand-over. */
export interface Via {
  readonly kind: ViaKind;
  readonly ref?: string;
}

export interface Writer {
  readonly design: Design;
  readonly access: Access;
  readonly workspace: Workspace;
  /** Member the change is written down to; null when nobody's. */
  readonly member: string | null;
  /** Whose rights these are, where that is not the member: the maker of the link a visitor came through. They are `me` in rights and defaults, so what is made is theirs. */
  readonly onRightsOf?: string | undefined;
  /** Ids of the departments of the member, for formulas; none when absent. */
  readonly departments?: readonly string[] | undefined;
  /** Changes of the system are not held against the rights of whoever set them off. */
  readonly system: boolean;
  readonly via: Via;
}

/** The member, with their own rights. */
export const writerOf = (actor: Actor, via: Via = { kind: 'form' }): Writer => ({
  design: actor.design,
  access: actor.access,
  workspace: actor.workspace,
  member: actor.member.id,
  departments: actor.departments,
  system: false,
  via,
});

/** The system on behalf of a member: a published process, the installation of a template. */
export const systemWriter = (of: { design: Design; workspace: Workspace; member: string | null }, via: Via): Writer => ({
  ...of,
  access: systemAccess(),
  system: true,
  via,
});

/** Whoever reads: a writer, or an actor. */
export interface Reader {
  readonly design: Design;
  readonly access: Access;
  readonly workspace: Workspace;
  readonly member: string | null | { readonly id: string };
  readonly onRightsOf?: string | undefined;
}

export const readContextOf = ({ design, access, workspace, member, onRightsOf }: Reader): ReadContext => ({
  schema: workspace.schema,
  design,
  access,
  member: onRightsOf ?? (typeof member === 'object' && member !== null ? member.id : member),
  timeZone: workspace.timeZone,
  stored: storedFieldsOf(design),
  cipher: fieldCipher(),
});
