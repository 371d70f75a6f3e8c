/** Icons by the name a document carries (`team`, `shopping-cart`). Only these are bundled; others show a neutral one. */

import {
  AccountBookOutlined, AimOutlined, AlertOutlined, ApartmentOutlined, AppstoreOutlined, AuditOutlined, BankOutlined, BarChartOutlined,
  BellOutlined, BookOutlined, BoxPlotOutlined, BuildOutlined, BulbOutlined, CalendarOutlined, CarOutlined, CheckSquareOutlined,
  ClockCircleOutlined, CloudOutlined, CommentOutlined, ContactsOutlined, CreditCardOutlined, CustomerServiceOutlined, DatabaseOutlined,
  DollarOutlined, EnvironmentOutlined, ExperimentOutlined, FileDoneOutlined, FileOutlined, FileTextOutlined, FlagOutlined, FolderOutlined,
  FundOutlined, FunnelPlotOutlined, GiftOutlined, GlobalOutlined, HeartOutlined, HomeOutlined, IdcardOutlined, InboxOutlined, InsuranceOutlined,
  MailOutlined, MessageOutlined, MoneyCollectOutlined, NotificationOutlined, PayCircleOutlined, PhoneOutlined, PieChartOutlined, ProfileOutlined,
  ProjectOutlined, ReadOutlined, RocketOutlined, SafetyOutlined, ScheduleOutlined, SettingOutlined, ShopOutlined, ShoppingCartOutlined,
  ShoppingOutlined, SmileOutlined, SolutionOutlined, StarOutlined, TableOutlined, TagOutlined, TagsOutlined, TeamOutlined, ThunderboltOutlined,
  ToolOutlined, TrophyOutlined, TruckOutlined, UnorderedListOutlined, UserOutlined, WalletOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { EntityDocument } from '@tessera/contract';
import styles from './entity-icon.module.css';

export const ENTITY_ICONS: Readonly<Record<string, ComponentType>> = {
  'account-book': AccountBookOutlined, aim: AimOutlined, alert: AlertOutlined, apartment: ApartmentOutlined, appstore: AppstoreOutlined,
  audit: AuditOutlined, bank: BankOutlined, 'bar-chart': BarChartOutlined, bell: BellOutlined, book: BookOutlined, 'box-plot': BoxPlotOutlined,
  build: BuildOutlined, bulb: BulbOutlined, calendar: CalendarOutlined, car: CarOutlined, 'check-square': CheckSquareOutlined,
  'clock-circle': ClockCircleOutlined, cloud: CloudOutlined, comment: CommentOutlined, contacts: ContactsOutlined, 'credit-card': CreditCardOutlined,
  'customer-service': CustomerServiceOutlined, database: DatabaseOutlined, dollar: DollarOutlined, environment: EnvironmentOutlined,
  experiment: ExperimentOutlined, 'file-done': FileDoneOutlined, file: FileOutlined, 'file-text': FileTextOutlined, flag: FlagOutlined,
  folder: FolderOutlined, fund: FundOutlined, 'funnel-plot': FunnelPlotOutlined, gift: GiftOutlined, global: GlobalOutlined, heart: HeartOutlined,
  home: HomeOutlined, idcard: IdcardOutlined, inbox: InboxOutlined, insurance: InsuranceOutlined, mail: MailOutlined, message: MessageOutlined,
  'money-collect': MoneyCollectOutlined, notification: NotificationOutlined, 'pay-circle': PayCircleOutlined, phone: PhoneOutlined,
  'pie-chart': PieChartOutlined, profile: ProfileOutlined, project: ProjectOutlined, read: ReadOutlined, rocket: RocketOutlined, safety: SafetyOutlined,
  schedule: ScheduleOutlined, setting: SettingOutlined, shop: ShopOutlined, 'shopping-cart': ShoppingCartOutlined, shopping: ShoppingOutlined,
  smile: SmileOutlined, solution: SolutionOutlined, star: StarOutlined, table: TableOutlined, tag: TagOutlined, tags: TagsOutlined, team: TeamOutlined,
  thunderbolt: ThunderboltOutlined, tool: ToolOutlined, trophy: TrophyOutlined, truck: TruckOutlined, 'unordered-list': UnorderedListOutlined,
  user: UserOutlined, wallet: WalletOutlined,
};

type IconSource = Pick<EntityDocument, 'icon' | 'color'>;

/** The bare glyph, in the colour of the text around it. */
export function EntityGlyph({ entity }: { entity: IconSource }) {
  const Icon = ENTITY_ICONS[entity.icon ?? ''] ?? AppstoreOutlined;
  return <Icon />;
}

/** The glyph on a soft tile in the entity's colour. */
export function EntityIcon({ entity, size = 28 }: { entity: IconSource; size?: number }) {
  return (
    <span
      className={styles.tile}
      aria-hidden
      style={{ width: size, height: size, fontSize: Math.round(size * 0.54), ['--entity-color' as string]: entity.color ?? 'var(--t-accent)' }}
    >
      <EntityGlyph entity={entity} />
    </span>
  );
}
