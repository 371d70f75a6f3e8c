import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'tessera', name: 'setting' })
export class SettingRow {
  @PrimaryColumn('text') key: string;
  @Column('text') value: string;
}
