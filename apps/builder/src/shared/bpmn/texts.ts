import { defineTexts } from '../i18n/index.ts';

export const bpmnTexts = defineTexts('bpmn', {
  en: { zoomIn: 'Zoom in', zoomOut: 'Zoom out', zoomFit: 'Fit to the window', cannotDraw: 'This process cannot be drawn.' },
  'zh-CN': { zoomIn: '放大', zoomOut: '缩小', zoomFit: '适应窗口', cannotDraw: '无法绘制该流程。' },
});
