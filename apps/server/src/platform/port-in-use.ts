import { defineError } from '@tessera/contract';

export const PortInUse = defineError<{ port: number }>({
  code: 'PORT_IN_USE',
  status: 503,
  message: { en: ({ port }) => `Port ${port} is in use by another program.`, 'zh-CN': ({ port }) => `端口 ${port} 已被其他程序占用。` },
  hint: { en: () => 'Stop it, or start Tessera with another PORT.', 'zh-CN': () => '请停止该程序，或用另一个 PORT 启动 Tessera。' },
});
