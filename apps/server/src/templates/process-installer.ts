import type { Design } from '@tessera/model';
import type { TemplateProcess } from '@tessera/templates';
import type { Designer } from '../design/design-store.ts';
import type { Db } from '../platform/database.ts';

/** Publishes a process as a designer would; the processes feature provides it. */
export abstract class ProcessInstaller {
  /** In the transaction of the installation, after entities, forms and roles. Throws when the model does not compile. */
  abstract install(db: Db, designer: Designer, process: TemplateProcess, design: Design): Promise<void>;
}
