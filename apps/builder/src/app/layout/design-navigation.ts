/** The "Design" section of the sidebar: an entry per page, shown to members with the capability. */

import { DatabaseOutlined, FormOutlined, LayoutOutlined, PartitionOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import type { NavigationEntry } from './navigation.ts';

export const designNavigation: readonly NavigationEntry[] = [
  { to: '/design/entities', label: { en: 'Tables', 'zh-CN': '数据表' }, icon: DatabaseOutlined, capability: 'design' },
  { to: '/design/forms', label: { en: 'Forms', 'zh-CN': '表单' }, icon: FormOutlined, capability: 'design' },
  { to: '/design/processes', label: { en: 'Processes', 'zh-CN': '流程' }, icon: PartitionOutlined, capability: 'design' },
  { to: '/design/roles', label: { en: 'Roles', 'zh-CN': '角色' }, icon: SafetyCertificateOutlined, capability: 'members' },
  { to: '/design/templates', label: { en: 'Templates', 'zh-CN': '模板' }, icon: LayoutOutlined, capability: 'design' },
];
