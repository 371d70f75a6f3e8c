export { FormulaEditor } from './formula-editor.tsx';
export type { FormulaEditorHandle, FormulaEditorProps } from './formula-editor-props.ts';
export type { EditorScope } from './editor-scope.ts';
export { verdictOf, type FormulaVerdict } from './verdict.ts';
export { FormulaPreview } from './formula-preview.tsx';
export { formulaTexts } from './texts.ts';
