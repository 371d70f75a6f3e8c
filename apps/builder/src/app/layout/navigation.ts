import { FileSearchOutlined, ImportOutlined, KeyOutlined, LockOutlined, UsergroupAddOutlined } from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { Capability, LocalizedText } from '@tessera/contract';

export interface NavigationEntry {
  /** Path of the page; the entry is marked while the address starts with it. */
  readonly to: string;
  readonly label: LocalizedText;
  readonly icon: ComponentType;
  /** One of them is enough; anybody without. */
  readonly capability?: Capability | readonly Capability[];
}

export const workspaceNavigation: readonly NavigationEntry[] = [
  { to: '/import', label: { en: 'Import', 'zh-CN': '导入' }, icon: ImportOutlined },
  { to: '/members', label: { en: 'Members', 'zh-CN': '成员' }, icon: UsergroupAddOutlined, capability: 'members' },
  { to: '/keys', label: { en: 'API keys', 'zh-CN': 'API 密钥' }, icon: KeyOutlined, capability: ['keys', 'members'] },
  { to: '/audit', label: { en: 'Audit trail', 'zh-CN': '审计日志' }, icon: FileSearchOutlined, capability: 'audit' },
  { to: '/security', label: { en: 'Security', 'zh-CN': '安全设置' }, icon: LockOutlined, capability: 'members' },
];
