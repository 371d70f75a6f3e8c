/** The "Design" section of the sidebar: an entry per page, shown to members with the capability. */

import { LayoutOutlined } from '@ant-design/icons';
import type { NavigationEntry } from './navigation.ts';

export const designNavigation: readonly NavigationEntry[] = [
  { to: '/design/templates', label: { en: 'Templates', 'zh-CN': '模板' }, icon: LayoutOutlined, capability: 'design' },
];
