import '@fontsource-variable/inter/wght.css';
import './shared/theme/tokens.css';
import './shared/theme/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { reloadAfterUpdate } from './app/reload-after-update.ts';

// 100 KB of @font-face rules, which the first paint does not need; the glyphs load by unicode-range.
void import('@fontsource-variable/noto-sans-sc/wght.css');

reloadAfterUpdate();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<App />);
