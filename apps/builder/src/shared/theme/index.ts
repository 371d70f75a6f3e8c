export { antdTheme } from './antd-theme.ts';
export { resolveTheme, setThemeChoice, useThemeChoice, useThemeMode, type ThemeChoice, type ThemeMode } from './theme-choice.ts';
