/**
 * What the properties panel shows of a selected element: our settings, read from the BPMN model. How a
 * change is written is with the modeler, in change-settings.ts.
 */

/** The part of a moddle element that is read here. */
export interface ModdleElement {
  readonly $type: string;
  readonly id: string;
  get(name: string): unknown;
}

export type Performer =
  | { readonly kind: 'lane' }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'starter' }
  | { readonly kind: 'field'; readonly field: string };

export interface FieldSetting {
  readonly field: string;
  /** A formula. */
  readonly value: string;
}

interface Common {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
}

export type ElementSettings = Common &
  (
    | { readonly kind: 'process'; readonly entity: string }
    | { readonly kind: 'start'; readonly trigger: 'submit' | 'manual'; readonly when: string }
    | { readonly kind: 'userTask'; readonly taskKind: 'approval' | 'work'; readonly performer: Performer; readonly form: string | null; readonly writable: readonly string[] }
    | { readonly kind: 'serviceTask'; readonly sets: readonly FieldSetting[] }
    | { readonly kind: 'flow'; readonly condition: string; readonly isDefault: boolean; readonly takesCondition: boolean; readonly takesDefault: boolean }
    | { readonly kind: 'lane'; readonly role: string }
    | { readonly kind: 'end'; readonly terminates: boolean }
    | { readonly kind: 'other'; readonly type: string }
  );

const text = (element: ModdleElement, name: string): string => {
  const value = element.get(name);
  return typeof value === 'string' ? value : '';
};

/** Pure. Takes the business object; for a pool the one of its process. */
export function readSettings(element: ModdleElement): ElementSettings {
  const common: Common = { id: element.id, name: text(element, 'name'), nameEn: text(element, 'tessera:nameEn') };
  switch (element.$type) {
    case 'bpmn:Process':
      return { ...common, kind: 'process', entity: text(element, 'tessera:entity') };
    case 'bpmn:StartEvent':
      return { ...common, kind: 'start', trigger: text(element, 'tessera:trigger') === 'submit' ? 'submit' : 'manual', when: text(element, 'tessera:when') };
    case 'bpmn:UserTask':
      return {
        ...common,
        kind: 'userTask',
        taskKind: text(element, 'tessera:taskKind') === 'approval' ? 'approval' : 'work',
        performer: readPerformer(element),
        form: text(element, 'tessera:form') || null,
        writable: extensionsOf(element, 'tessera:FieldAccess').filter((access) => text(access, 'access') === 'write').map((access) => text(access, 'field')),
      };
    case 'bpmn:ServiceTask':
      return { ...common, kind: 'serviceTask', sets: extensionsOf(element, 'tessera:SetField').map((set) => ({ field: text(set, 'field'), value: text(set, 'value') })) };
    case 'bpmn:SequenceFlow':
      return { ...common, kind: 'flow', ...readFlow(element) };
    case 'bpmn:Lane':
      return { ...common, kind: 'lane', role: text(element, 'tessera:role') };
    case 'bpmn:EndEvent':
      return { ...common, kind: 'end', terminates: listOf(element, 'eventDefinitions').some((definition) => definition.$type === 'bpmn:TerminateEventDefinition') };
    default:
      return { ...common, kind: 'other', type: element.$type };
  }
}

/** What is written wins in this order: a named field, a role, the starter; nothing leaves it to the lane. */
function readPerformer(element: ModdleElement): Performer {
  const field = text(element, 'tessera:assigneeField');
  if (field) return { kind: 'field', field };
  const role = text(element, 'tessera:assigneeRole');
  if (role) return { kind: 'role', role };
  return text(element, 'tessera:assignee') === 'starter' ? { kind: 'starter' } : { kind: 'lane' };
}

/** Sources whose flows are chosen by conditions. */
const CHOOSERS: ReadonlySet<string> = new Set(['bpmn:ExclusiveGateway', 'bpmn:UserTask', 'bpmn:ServiceTask']);

function readFlow(element: ModdleElement): { condition: string; isDefault: boolean; takesCondition: boolean; takesDefault: boolean } {
  const source = element.get('sourceRef') as ModdleElement | undefined;
  const expression = element.get('conditionExpression') as ModdleElement | undefined;
  const condition = expression ? text(expression, 'body') : '';
  const branches = source !== undefined && CHOOSERS.has(source.$type) && listOf(source, 'outgoing').length > 1;
  const isDefault = branches && source.get('default') === element;
  return { condition, isDefault, takesCondition: condition !== '' || (branches && !isDefault), takesDefault: branches };
}

const listOf = (element: ModdleElement, name: string): readonly ModdleElement[] => (element.get(name) as readonly ModdleElement[] | undefined) ?? [];

export function extensionsOf(element: ModdleElement, type: string): readonly ModdleElement[] {
  const extensions = element.get('extensionElements') as ModdleElement | undefined;
  return extensions ? listOf(extensions, 'values').filter((value) => value.$type === type) : [];
}

/** The attributes that say who performs a user task; what is unset is removed. */
export function performerAttributes(performer: Performer): Readonly<Record<string, string | undefined>> {
  return {
    'tessera:assigneeRole': performer.kind === 'role' ? performer.role : undefined,
    'tessera:assignee': performer.kind === 'starter' ? 'starter' : undefined,
    'tessera:assigneeField': performer.kind === 'field' ? performer.field : undefined,
  };
}
