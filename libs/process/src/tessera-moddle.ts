/**
 * The `tessera:` extension of BPMN as a moddle descriptor, for bpmn-moddle here and for bpmn-js in the
 * builder (`moddleExtensions: { tessera: tesseraModdle }`). Attributes are strings; what they mean is
 * with the elements in `elements/`.
 */

export const TESSERA_URI = 'https://tessera.example/bpmn/1.0';

const attribute = (name: string): { readonly name: string; readonly isAttr: true; readonly type: 'String' } => ({ name, isAttr: true, type: 'String' });

export const tesseraModdle = {
  name: 'Tessera',
  uri: TESSERA_URI,
  prefix: 'tessera',
  xml: { tagAlias: 'lowerCase' },
  associations: [],
  types: [
    /** `name` holds the Chinese name, `tessera:nameEn` the English one. */
    { name: 'BilingualElement', extends: ['bpmn:BaseElement'], properties: [attribute('nameEn')] },
    { name: 'ProcessSettings', extends: ['bpmn:Process'], properties: ['entity', 'runAs'].map(attribute) },
    { name: 'StartSettings', extends: ['bpmn:StartEvent'], properties: [attribute('trigger'), attribute('when')] },
    {
      name: 'UserTaskSettings',
      extends: ['bpmn:UserTask'],
      properties: ['taskKind', 'assigneeRole', 'assignee', 'assigneeField', 'form'].map(attribute),
    },
    { name: 'LaneSettings', extends: ['bpmn:Lane'], properties: [attribute('role')] },
    {
      name: 'FieldAccess',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:UserTask'] },
      properties: [attribute('field'), attribute('access')],
    },
    {
      name: 'SetField',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:ServiceTask'] },
      properties: [attribute('field'), attribute('value')],
    },
  ],
};
