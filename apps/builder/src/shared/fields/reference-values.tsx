/** People, departments and records by name. */

import { ApartmentOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { MemberAvatar } from './member-avatar.tsx';
import { isRef, refId, refLabel } from './references.ts';
import styles from './field-value.module.css';

export function MemberName({ value }: { value: unknown }) {
  return (
    <span className={styles.member}>
      <MemberAvatar id={refId(value) ?? ''} name={refLabel(value)} />
      <span className={styles.cut}>{refLabel(value)}</span>
    </span>
  );
}

/** A cell has room for faces and one name. */
export function MemberNames({ values, full }: { values: readonly unknown[]; full: boolean }) {
  if (full || values.length === 1) {
    return (
      <span className={full ? styles.tags : styles.tagsLine}>
        {values.map((value, index) => (
          <MemberName key={refId(value) ?? index} value={value} />
        ))}
      </span>
    );
  }
  return (
    <span className={styles.faces} title={values.map(refLabel).join(', ')}>
      {values.slice(0, 5).map((value, index) => (
        <MemberAvatar key={refId(value) ?? index} id={refId(value) ?? ''} name={refLabel(value)} size={22} />
      ))}
      {values.length > 5 ? <span className={styles.moreFaces}>+{values.length - 5}</span> : null}
      <span className="t-visually-hidden">{values.map(refLabel).join(', ')}</span>
    </span>
  );
}

export function DepartmentName({ value }: { value: unknown }) {
  return (
    <span className={styles.member}>
      <ApartmentOutlined className={styles.quiet} aria-hidden />
      <span className={styles.cut}>{refLabel(value)}</span>
    </span>
  );
}

export function RecordName({ entity, value }: { entity: string | undefined; value: unknown }) {
  if (!isRef(value) || !entity) return <>{refLabel(value)}</>;
  return (
    <Link to={`/records/${entity}/${value.id}` as string} className={styles.link} onClick={(event) => event.stopPropagation()}>
      {refLabel(value)}
    </Link>
  );
}

export function RecordNames({ entity, values, full }: { entity: string | undefined; values: readonly unknown[]; full: boolean }) {
  return (
    <span className={full ? styles.tags : styles.tagsLine}>
      {values.map((value, index) => (
        <span key={refId(value) ?? index} className={styles.record}>
          <RecordName entity={entity} value={value} />
        </span>
      ))}
    </span>
  );
}
