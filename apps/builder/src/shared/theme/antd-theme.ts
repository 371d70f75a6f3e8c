/** antd in our palette: the same colours as tokens.css, quiet controls, no shadows on flat things. Pure. */

import { theme, type ThemeConfig } from 'antd';
import type { ThemeMode } from './theme-choice.ts';

const FONT = "'Inter Variable', 'PingFang SC', 'Noto Sans SC Variable', 'Microsoft YaHei', system-ui, -apple-system, 'Segoe UI', sans-serif";

const palettes = {
  light: {
    accent: '#4f56d6', bg: '#ffffff', raised: '#ffffff', canvas: '#f7f7f9', border: '#e4e4ea', soft: '#eeeef2',
    text: '#1b1b22', text2: '#5c5c69', text3: '#757582', success: '#178a58', warning: '#c77700', danger: '#cf3340',
    hover: 'rgba(24,24,35,0.045)', selected: '#eeeffc', tooltip: '#26262e',
    successSoft: '#e6f5ed', warningSoft: '#fdf3e0', dangerSoft: '#fdecee', accentSoft: '#eeeffc',
  },
  dark: {
    accent: '#8a90f8', bg: '#17171b', raised: '#1e1e23', canvas: '#121215', border: '#313139', soft: '#26262d',
    text: '#ececf1', text2: '#a9a9b6', text3: '#8b8b98', success: '#4cc38a', warning: '#e9a23b', danger: '#f2737d',
    hover: 'rgba(255,255,255,0.055)', selected: '#26284a', tooltip: '#35353e',
    successSoft: '#14301f', warningSoft: '#35270f', dangerSoft: '#3b1a1e', accentSoft: '#26284a',
  },
} as const;

/** `motion` false for people who prefer none: nothing then waits for the end of an animation. */
export function antdTheme(mode: ThemeMode, { motion }: { motion: boolean }): ThemeConfig {
  const p = palettes[mode];
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      motion,
      colorPrimary: p.accent,
      colorInfo: p.accent,
      colorLink: p.accent,
      colorSuccess: p.success,
      colorWarning: p.warning,
      colorError: p.danger,
      // The soft shades antd derives from deep colours are muddy.
      colorSuccessBg: p.successSoft,
      colorWarningBg: p.warningSoft,
      colorErrorBg: p.dangerSoft,
      colorInfoBg: p.accentSoft,
      colorPrimaryBg: p.accentSoft,
      colorBgBase: p.bg,
      colorBgContainer: p.bg,
      colorBgElevated: p.raised,
      colorBgLayout: p.canvas,
      colorBgSpotlight: p.tooltip,
      colorBorder: p.border,
      colorBorderSecondary: p.soft,
      colorSplit: p.soft,
      colorText: p.text,
      colorTextSecondary: p.text2,
      colorTextTertiary: p.text3,
      colorTextDescription: p.text3,
      colorTextPlaceholder: p.text3,
      controlItemBgHover: p.hover,
      controlItemBgActive: p.selected,
      controlItemBgActiveHover: p.selected,
      fontFamily: FONT,
      fontSize: 14,
      borderRadius: 8,
      borderRadiusSM: 6,
      borderRadiusXS: 4,
      borderRadiusLG: 12,
      controlHeight: 34,
      controlHeightSM: 28,
      controlHeightLG: 42,
      motionDurationMid: '0.14s',
      motionDurationSlow: '0.2s',
      wireframe: false,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500, ...(mode === 'dark' ? { primaryColor: '#14141f' } : {}) },
      Input: { activeShadow: `0 0 0 3px ${mode === 'dark' ? 'rgba(138,144,248,0.22)' : 'rgba(79,86,214,0.14)'}` },
      Table: { headerBg: p.bg, headerSplitColor: 'transparent', headerColor: p.text3, cellPaddingBlockMD: 9, cellPaddingBlockSM: 7, cellPaddingInlineMD: 12, cellPaddingInlineSM: 12, rowHoverBg: p.hover, borderColor: p.soft },
      Tabs: { horizontalItemPadding: '10px 2px', horizontalItemGutter: 24, titleFontSize: 14 },
      Form: { itemMarginBottom: 20, labelColor: p.text2, verticalLabelPadding: '0 0 6px' },
      Modal: { titleFontSize: 17 },
      Tag: { defaultBg: mode === 'dark' ? '#2a2a31' : '#f1f1f5', defaultColor: p.text2, borderRadiusSM: 6 },
      Segmented: { trackBg: mode === 'dark' ? '#26262d' : '#f1f1f5', itemSelectedBg: mode === 'dark' ? '#3a3a44' : '#ffffff' },
      Select: { optionSelectedBg: p.selected, optionActiveBg: p.hover },
      Slider: { trackBg: p.accent, trackHoverBg: p.accent, handleColor: p.accent, railBg: p.border, railHoverBg: p.border },
      Rate: { starColor: '#eab308', starBg: p.border },
      Steps: { iconSize: 26 },
    },
  };
}
