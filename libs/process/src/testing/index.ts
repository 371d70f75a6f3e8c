export { drawProcess, definitions, type DrawnContainer, type DrawnNode, type DrawnProcess } from './draw-process.ts';
export { ACTOR, COMPILE_ENV, FIELDS, NOW, STARTER, Scenario, compiled, runScenario, type ScenarioOptions } from './run-scenario.ts';
export { checkLaws, same } from './instance-laws.ts';
