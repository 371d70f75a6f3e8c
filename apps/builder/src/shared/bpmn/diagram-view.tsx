/** A BPMN diagram to look at: zoom, pan, marks on its elements. bpmn-js comes in a chunk of its own. */

import { useEffect, useRef, useState } from 'react';
import { Button } from 'antd';
import { CompressOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import type { Locale } from '@tessera/contract';
import { useTexts } from '../i18n/index.ts';
import { ProblemList } from '../ui/index.ts';
import { bpmnTexts } from './texts.ts';
import type { DiagramMarks, ViewerIsland } from './viewer-island.ts';
import styles from './diagram-view.module.css';

interface DiagramViewProps {
  readonly xml: string;
  readonly locale: Locale;
  /** What the diagram is, for screen readers. */
  readonly label: string;
  readonly marks?: DiagramMarks;
  readonly onClick?: (element: string | null) => void;
  /** Brought into view when it changes. */
  readonly shown?: string | null;
}

const NO_MARKS: DiagramMarks = {};

export function DiagramView({ xml, locale, label, marks = NO_MARKS, onClick, shown = null }: DiagramViewProps) {
  const t = useTexts(bpmnTexts);
  const container = useRef<HTMLDivElement>(null);
  const [island, setIsland] = useState<ViewerIsland | null>(null);
  const [broken, setBroken] = useState(false);
  const click = useRef(onClick);
  click.current = onClick;

  useEffect(() => {
    let gone = false;
    let made: ViewerIsland | null = null;
    setBroken(false);
    void (async () => {
      try {
        const { ViewerIsland: Island } = await import('./viewer-island.ts');
        if (gone || !container.current) return;
        made = new Island(container.current, locale, (element) => click.current?.(element));
        await made.open(xml);
        if (!gone) setIsland(made);
      } catch {
        if (!gone) setBroken(true);
      }
    })();
    return () => {
      gone = true;
      made?.destroy();
      setIsland(null);
    };
  }, [xml, locale]);

  useEffect(() => island?.mark(marks), [island, marks]);
  useEffect(() => {
    if (shown !== null) island?.show(shown);
  }, [island, shown]);
  useEffect(() => {
    if (!island || !container.current) return undefined;
    const observer = new ResizeObserver(() => island.resized());
    observer.observe(container.current);
    return () => observer.disconnect();
  }, [island]);

  return (
    <div className={styles.view}>
      <div ref={container} className={styles.canvas} role="img" aria-label={label} data-ready={island !== null || undefined} />
      {broken ? <div className={styles.broken}><ProblemList title={t('cannotDraw')} problems={[]} /></div> : null}
      <ZoomButtons island={island} />
    </div>
  );
}

/** Also for the modeler, whose island has the same two methods. */
export function ZoomButtons({ island }: { island: Pick<ViewerIsland, 'zoom' | 'zoomToFit'> | null }) {
  const t = useTexts(bpmnTexts);
  return (
    <div className={styles.zoom}>
      <Button size="small" type="text" icon={<PlusOutlined />} aria-label={t('zoomIn')} disabled={!island} onClick={() => island?.zoom(1)} />
      <Button size="small" type="text" icon={<MinusOutlined />} aria-label={t('zoomOut')} disabled={!island} onClick={() => island?.zoom(-1)} />
      <Button size="small" type="text" icon={<CompressOutlined />} aria-label={t('zoomFit')} disabled={!island} onClick={() => island?.zoomToFit()} />
    </div>
  );
}
