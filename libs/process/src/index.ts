export { compileProcess, lintForEditor, type CompileResult } from './compile/compile-process.ts';
export type { CompileEnv } from './elements/element-kind.ts';
export { toFieldProblems, type ProcessProblem, type Words } from './problem/process-problem.ts';

export { step, startsOn, MAX_MOVES, MAX_TOKENS, type Facts, type Refusal, type StepEnv, type StepOutcome } from './run/step.ts';
export type { ProcessCommand, ProcessEffect } from './run/process-command.ts';
export { effectsOf } from './run/process-command.ts';
export type { Assignee, IncidentCode, ProcessEvent, TaskOutcome } from './run/process-event.ts';
export { evolve } from './run/evolve.ts';
export { activeElements, hasEnded, type Incident, type InstanceState, type InstanceStatus, type OpenTask, type Scope, type Token } from './run/instance-state.ts';
export { InstanceEnded, ProcessInvalid, TaskNotOpen, TaskOutcomeNotAllowed, type ProcessRefusal } from './process-errors.ts';

export { GRAPH_FORMAT, type GraphFlow, type GraphNode, type Performer, type ProcessGraph, type RunAs, type TaskKind, type Trigger } from './graph/process-graph.ts';
export { TESSERA_URI, tesseraModdle } from './tessera-moddle.ts';
export { emptyProcessXml, type EmptyProcess } from './empty-process.ts';
