import styles from './field-value.module.css';

const HUES = [231, 199, 166, 142, 36, 18, 343, 292, 262];

/** The person's initials on a colour that stays theirs. */
export function MemberAvatar({ id, name, size = 20 }: { id: string; name: string; size?: number }) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return (
    <span className={styles.avatar} aria-hidden style={{ width: size, height: size, fontSize: Math.round(size * 0.44), ['--hue' as string]: HUES[sum % HUES.length] }}>
      {initials(name)}
    </span>
  );
}

/** "Nancy Davolio" -> "ND"; "王小明" -> "小明"'s last letter: Chinese names are told apart by the end. Pure. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? '';
  if (/[\u3400-\u9fff]/.test(first)) return [...first].at(-1) ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return `${[...first][0] ?? '?'}${[...last][0] ?? ''}`.toUpperCase();
}
