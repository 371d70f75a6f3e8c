/** A command made of others, so that one change in the panel is one step of undo. */

import type CommandStack from 'diagram-js/lib/command/CommandStack';

const COMMAND = 'tessera.several';

class SeveralChanges {
  preExecute(context: { readonly run: () => void }): void {
    context.run();
  }
}

export class SeveralChangesRegistration {
  static $inject = ['commandStack'];

  constructor(commandStack: CommandStack) {
    commandStack.registerHandler(COMMAND, SeveralChanges as never);
  }
}

/** Everything `run` does through the modeling service is undone and redone together. */
export const asOneStep = (commandStack: CommandStack, run: () => void): void => commandStack.execute(COMMAND, { run });
