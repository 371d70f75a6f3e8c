/** Where one signs with a finger, pen or mouse. The picture is dark on transparent and no larger than what was drawn. */

import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { Button } from 'antd';
import { useTexts } from '../i18n/index.ts';
import { fileTexts } from './texts.ts';
import styles from './files.module.css';

interface SignaturePadProps {
  readonly id?: string;
  readonly label: string;
  readonly invalid?: boolean;
  readonly saving?: boolean;
  readonly onDone: (picture: Blob) => void;
  readonly onCancel?: (() => void) | undefined;
  readonly cancelText?: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
  /** 0 to 1; mice say 0.5. */
  readonly pressure: number;
}
const HEIGHT = 160;
const MARGIN = 8;

export function SignaturePad({ id, label, invalid, saving, onDone, onCancel, cancelText }: SignaturePadProps) {
  const t = useTexts(fileTexts);
  const canvas = useRef<HTMLCanvasElement>(null);
  const strokes = useRef<Point[][]>([]);
  const drawing = useRef(false);
  const [drawn, setDrawn] = useState(false);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const scale = window.devicePixelRatio || 1;
      element.width = Math.round(element.clientWidth * scale);
      element.height = Math.round(HEIGHT * scale);
      redraw(element, strokes.current, scale);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const at = (event: PointerEvent<HTMLCanvasElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, pressure: event.pressure || 0.5 };
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.current = true;
    strokes.current.push([at(event)]);
    setDrawn(true);
    redraw(event.currentTarget, strokes.current, window.devicePixelRatio || 1);
  };
  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!drawing.current) return;
    strokes.current.at(-1)?.push(at(event));
    redraw(event.currentTarget, strokes.current, window.devicePixelRatio || 1);
  };
  const end = () => {
    drawing.current = false;
  };
  const clear = () => {
    strokes.current = [];
    setDrawn(false);
    if (canvas.current) redraw(canvas.current, [], 1);
  };
  const use = () => {
    const picture = cropped(strokes.current);
    picture?.toBlob((blob) => blob && onDone(blob), 'image/png');
  };

  return (
    <div>
      <div className={styles.pad} data-invalid={invalid || undefined}>
        {drawn ? null : <span className={styles.padHint}>{t('sign')}</span>}
        <span className={styles.padLine} aria-hidden />
        <canvas ref={canvas} id={id} role="img" aria-label={label} onPointerDown={begin} onPointerMove={go} onPointerUp={end} onPointerCancel={end} />
      </div>
      <div className={styles.padActions}>
        <Button size="small" type="primary" ghost disabled={!drawn} loading={saving ?? false} onClick={use}>
          {t('signDone')}
        </Button>
        <Button size="small" disabled={!drawn || saving === true} onClick={clear}>
          {t('signClear')}
        </Button>
        {onCancel ? (
          <Button size="small" type="text" onClick={onCancel}>
            {cancelText}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function redraw(canvas: HTMLCanvasElement, strokes: readonly (readonly Point[])[], scale: number): void {
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  draw(pen, strokes);
}

function draw(pen: CanvasRenderingContext2D, strokes: readonly (readonly Point[])[]): void {
  pen.strokeStyle = '#16161d';
  pen.fillStyle = '#16161d';
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  for (const stroke of strokes) {
    const [first] = stroke;
    if (!first) continue;
    if (stroke.length === 1) {
      pen.beginPath();
      pen.arc(first.x, first.y, 1.4, 0, Math.PI * 2);
      pen.fill();
    }
    for (let index = 1; index < stroke.length; index += 1) {
      const [from, to, before] = [stroke[index - 1]!, stroke[index]!, stroke[index - 2] ?? stroke[index - 1]!];
      pen.lineWidth = 1.2 + to.pressure * 2.2;
      pen.beginPath();
      pen.moveTo((before.x + from.x) / 2, (before.y + from.y) / 2);
      pen.quadraticCurveTo(from.x, from.y, (from.x + to.x) / 2, (from.y + to.y) / 2);
      pen.stroke();
    }
  }
}

/** Twice as sharp as on the screen, with a little room around. */
function cropped(strokes: readonly (readonly Point[])[]): HTMLCanvasElement | null {
  const points = strokes.flat();
  if (points.length === 0) return null;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  const [width, height] = [Math.max(...xs) + MARGIN - left, Math.max(...ys) + MARGIN - top];
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * 2);
  canvas.height = Math.ceil(height * 2);
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.scale(2, 2);
  pen.translate(-left, -top);
  draw(pen, strokes);
  return canvas;
}
