export { ACTION_GROUPS, GROUPED_ACTIONS, beginsGroup } from './action-groups.ts';
export { accessTexts } from './texts.ts';
export { ScopeDot } from './scope-dot.tsx';
