import type { SelectChoice } from '@tessera/contract';
import { useLabel } from '../i18n/index.ts';
import styles from './field-value.module.css';

const PRESETS: Readonly<Record<string, string>> = {
  red: '#cf1322', volcano: '#d4380d', orange: '#d46b08', gold: '#d48806', yellow: '#d4b106', lime: '#7cb305', green: '#389e0d', cyan: '#08979c',
  blue: '#0958d9', geekblue: '#1d39c4', purple: '#531dab', magenta: '#c41d7f', pink: '#c41d7f', grey: '#8c8c8c', gray: '#8c8c8c', default: '#8c8c8c',
};

/** A choice in its colour; a value that is no longer among the choices is shown as it is. */
export function ChoiceTag({ choice, value }: { choice: SelectChoice | undefined; value: string }) {
  const label = useLabel();
  const named = choice?.color ? (PRESETS[choice.color] ?? choice.color) : undefined;
  return (
    <span className={styles.tag} style={named ? { ['--tag' as string]: named } : undefined}>
      {choice ? label(choice.label) : value}
    </span>
  );
}
