export { ShareDialog, type Shared } from './share-dialog.tsx';
export { shareTexts } from './texts.ts';
