/** The calm page around everything that happens before one is signed in; language and appearance at its edge. */

import { Button, Tooltip } from 'antd';
import { MoonOutlined, SunOutlined, TranslationOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { defineTexts, speak, useLocale, useTexts } from '../i18n/index.ts';
import { setThemeChoice, useThemeMode } from '../theme/index.ts';
import styles from './welcome-frame.module.css';

const texts = defineTexts('welcome-frame', {
  en: { other: '中文', switchLanguage: '切换到中文', light: 'Light appearance', dark: 'Dark appearance' },
  'zh-CN': { other: 'English', switchLanguage: 'Switch to English', light: '浅色外观', dark: '深色外观' },
});

export function WelcomeFrame({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  const t = useTexts(texts);
  const locale = useLocale();
  const mode = useThemeMode();
  const other = locale === 'en' ? 'zh-CN' : 'en';
  const theme = mode === 'dark' ? t('light') : t('dark');
  return (
    <div className={styles.frame}>
      <div className={styles.bar}>
        <span className={styles.brand}>
          <img src="/favicon.svg" width={24} height={24} alt="" />
          Tessera
        </span>
        <span className={styles.switches}>
          <Button type="text" icon={<TranslationOutlined />} lang={other} aria-label={t('switchLanguage')} onClick={() => void speak(other)}>
            {t('other')}
          </Button>
          <Tooltip title={theme}>
            <Button type="text" aria-label={theme} icon={mode === 'dark' ? <SunOutlined /> : <MoonOutlined />} onClick={() => setThemeChoice(mode === 'dark' ? 'light' : 'dark')} />
          </Tooltip>
        </span>
      </div>
      <main className={styles.body} data-wide={wide || undefined}>
        {children}
      </main>
    </div>
  );
}

export function WelcomeCard({ title, text, children }: { title: ReactNode; text?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.card}>
      <h1 className={styles.title}>{title}</h1>
      {text ? <p className={styles.text}>{text}</p> : null}
      {children}
    </section>
  );
}
