/** The part of bpmn-moddle that is used here; the package's own types leave out the parser. */
declare module 'bpmn-moddle' {
  export interface ModdleWarning {
    readonly message: string;
    readonly error?: Error;
    readonly element?: { readonly $type: string; readonly id?: string };
    readonly property?: string;
    readonly value?: string;
  }
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    fromXML(xml: string): Promise<{ rootElement: unknown; warnings: readonly ModdleWarning[] }>;
  }
}
