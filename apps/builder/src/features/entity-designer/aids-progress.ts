import type { PhysicalAid } from '@tessera/contract';

export interface AidsProgress {
  readonly building: boolean;
  readonly failed: boolean;
  /** 0 to 99; done is said by nothing being built. */
  readonly percent: number;
}

/** Of one entity, or of all (null). Each aid counts the same, however many rows it goes through. Pure. */
export function aidsProgress(aids: readonly PhysicalAid[], entity: string | null): AidsProgress {
  const own = aids.filter((aid) => entity === null || aid.entity === entity);
  const open = own.filter((aid) => aid.status === 'waiting' || aid.status === 'building');
  const share = open.reduce((sum, aid) => sum + (aid.total > 0 ? Math.min(1, aid.done / aid.total) : 0), 0);
  return { building: open.length > 0, failed: own.some((aid) => aid.status === 'failed'), percent: open.length === 0 ? 0 : Math.min(99, Math.floor((share / open.length) * 100)) };
}
