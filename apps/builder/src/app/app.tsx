/** Composes what the whole app shares: the query cache, antd in our theme and language, and the router. */

import { App as AntdApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useLocale } from '../shared/i18n/index.ts';
import { antdTheme, useThemeMode } from '../shared/theme/index.ts';
import { queryClient } from './query-client.ts';
import { router } from './router.tsx';

const motion = !matchMedia('(prefers-reduced-motion: reduce)').matches;
const themes = { light: antdTheme('light', { motion }), dark: antdTheme('dark', { motion }) };

export function App() {
  const locale = useLocale();
  const mode = useThemeMode();
  return (
    <ConfigProvider theme={themes[mode]} locale={locale === 'en' ? enUS : zhCN} wave={{ disabled: true }} button={{ autoInsertSpace: false }} form={{ requiredMark: true }}>
      <AntdApp component={false} message={{ maxCount: 3, top: 16 }}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntdApp>
    </ConfigProvider>
  );
}
