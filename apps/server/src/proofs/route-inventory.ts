/**
 * Oracle O3: who may call what, said a second time and on purpose. A route or a kind of work in the background that is not
 * in here, or is here under another permission than in the contract, fails route-inventory.pg.spec.ts: whoever adds one
 * has to say who may call it, and the same requests are then made of it as of all others.
 */

import type { RouteName, RoutePermission } from '@tessera/contract';

export const ROUTES_BY_PERMISSION: Readonly<Record<RoutePermission, readonly RouteName[]>> = {
  public: [
    'setupState', 'signIn', 'invitation', 'acceptInvitation', 'health', 'ready', 'openapi', 'signInOptions', 'requestPasswordReset', 'resetPassword',
    'startOidc', 'finishOidc', 'confirmOidc',
  ],
  setup: [
    'setup',
  ],
  share: [
    'openShare', 'querySharedView', 'submitSharedForm',
  ],
  member: [
    'session', 'updateSession', 'signOut', 'memberOptions', 'departments', 'appModel', 'tasks', 'taskCount', 'readTask', 'completeTask', 'readInstance',
    'account', 'changePassword', 'accountSessions', 'endAccountSession', 'endOtherSessions', 'startTotp', 'confirmTotp', 'removeTotp', 'explainAccess',
    'endViewAs', 'apiKeys', 'revokeApiKey', 'shares', 'createShare', 'revokeShare',
  ],
  record: [
    'queryRecords', 'countRecords', 'groupRecords', 'distinctValues', 'trashedRecords', 'exportRecords', 'readRecord', 'recordHistory', 'recordInstances',
    'createRecord', 'updateRecord', 'deleteRecord', 'changeRecords', 'restoreRecord', 'findDuplicates', 'mergeRecords', 'pressButton', 'uploadImport',
    'imports', 'readImport', 'previewImport', 'runImport', 'cancelImport', 'undoImport', 'retargetImport', 'readSheet', 'importProblems', 'importRefused',
    'importRecords', 'startExport', 'exports', 'readExport', 'cancelExport', 'exportFile', 'uploadFile', 'readFile',
  ],
  designEntity: [
    'entities', 'planEntity', 'saveEntity', 'forms', 'saveForm', 'views', 'saveView',
  ],
  design: [
    'deleteEntity', 'designUses', 'mergeChoices', 'designTrash', 'restoreDesign', 'purgeDesign', 'previewFormula', 'physicalAids', 'templates',
    'installTemplate', 'proposeEntity', 'processes', 'createProcess', 'readProcess', 'readProcessVersion', 'validateProcess', 'saveProcessDraft',
    'publishProcess', 'retryInstance',
  ],
  members: [
    'members', 'updateMember', 'invite', 'createDepartment', 'saveDepartment', 'deleteDepartment', 'roles', 'saveRole', 'accessEntities', 'deleteRole',
    'endMemberSessions', 'securitySettings', 'groups', 'createGroup', 'saveGroup', 'deleteGroup', 'memberRights', 'previewRole', 'handOver',
  ],
  keys: [
    'createApiKey',
  ],
  audit: [
    'auditTrail', 'exportAudit', 'verifyAudit', 'readingAlerts', 'liftFreeze',
  ],
  admin: [
    'resetMemberTotp', 'saveSecuritySettings', 'startViewAs', 'startHandOver',
  ],
};

/** Kinds of callers: nobody signed in, the lowest role, an API key, and whoever holds one capability each. */
export type Caller = 'none' | 'nobody' | 'key' | 'designer' | 'people' | 'rep' | 'auditor' | 'admin';

/** Who gets past the door; what is behind it is decided per entity, row and field, or by the secret in the path. */
export const ADMITTED: Readonly<Record<RoutePermission, readonly Caller[]>> = {
  public: ['none', 'nobody', 'key', 'designer', 'people', 'rep', 'auditor', 'admin'],
  setup: ['none', 'nobody', 'key', 'designer', 'people', 'rep', 'auditor', 'admin'],
  share: ['none', 'nobody', 'key', 'designer', 'people', 'rep', 'auditor', 'admin'],
  member: ['nobody', 'designer', 'people', 'rep', 'auditor', 'admin'],
  record: ['nobody', 'key', 'designer', 'people', 'rep', 'auditor', 'admin'],
  designEntity: ['designer', 'admin'],
  design: ['designer', 'admin'],
  members: ['people', 'admin'],
  keys: ['rep', 'admin'],
  audit: ['auditor', 'admin'],
  admin: ['admin'],
};

/** With whose rights work in the background is done. */
export const BACKGROUND_WORK: Readonly<Record<string, string>> = {
  aid: 'the system: builds indexes and stored values, sends nothing to anybody',
  export: 'whoever asked, with the rights they have at each batch',
  handOver: 'the system, for the administrator who asked',
  import: 'whoever asked, with the rights they have at each batch',
};

/** What happens every so often, by file; each only tidies up or listens. */
export const TIMERS: Readonly<Record<string, string>> = {
  'platform/background-work.ts': 'looks for work of the kinds above',
  'workspaces/changes.ts': 'whether the connection that listens still does',
  'records/outbox-pruner.ts': 'deletes what was sent long ago',
  'exports/export-runner.ts': 'deletes files whose time is over',
  'imports/import-runner.ts': 'deletes what an import no longer needs',
  'files/upload-sweeper.ts': 'deletes uploads that no record holds',
  'audit/sealer.ts': 'gives entries of the trail their place in the chain',
  'mail/mail-sender.ts': 'sends mail that waits, to whom it was written',
  'server.ts': 'closes idle connections while the server stops',
};
