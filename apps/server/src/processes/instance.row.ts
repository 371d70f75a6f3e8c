import type { InstanceState, InstanceStatus, TaskKind, TaskOutcome, Words } from '@tessera/process';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One run of a process on a record. */
@Entity({ name: '_instance' })
export class InstanceRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') process: string;
  @Column('int') version: number;
  @Column('text') entity: string;
  @Column('uuid', { name: 'record_id' }) recordId: string;
  @Column('text') status: InstanceStatus;
  @Column('jsonb') state: InstanceState;
  @Column('int') rev: number;
  @Column('uuid', { name: 'started_by', nullable: true }) startedBy: string | null;
  @Column('timestamptz', { name: 'started_at' }) startedAt: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt: Date | null;
}

/** Work waiting for a person, or done by one. */
@Entity({ name: '_task' })
export class TaskRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') instance: string;
  @Column('text') process: string;
  @Column('text') element: string;
  @Column('jsonb') name: Words;
  @Column('text') kind: TaskKind;
  @Column('text') status: 'open' | 'completed' | 'cancelled';
  @Column('text') entity: string;
  @Column('uuid', { name: 'record_id' }) recordId: string;
  @Column('text', { name: 'assignee_role', nullable: true }) assigneeRole: string | null;
  @Column('uuid', { name: 'assignee_member', nullable: true }) assigneeMember: string | null;
  @Column('text', { nullable: true }) form: string | null;
  @Column('text', { array: true }) writable: string[];
  @Column('text', { nullable: true }) outcome: TaskOutcome | null;
  @Column('text', { nullable: true }) comment: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'completed_at', nullable: true }) completedAt: Date | null;
  @Column('uuid', { name: 'completed_by', nullable: true }) completedBy: string | null;
  @Column('int') version: number;
}
