export { ExplainDialog, RightOrigin } from './explain-dialog.tsx';
export { explainTexts } from './texts.ts';
