/** Formatted text as one writes it. A chunk of its own: the editor is larger than the rest of a form. */

import { useEffect, useMemo, useRef, useState } from 'react';
import { Button, Input, Popover, Tooltip } from 'antd';
import { BoldOutlined, ClearOutlined, CodeOutlined, ItalicOutlined, LineOutlined, LinkOutlined, OrderedListOutlined, RedoOutlined, StrikethroughOutlined, UnderlineOutlined, UndoOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { EditorContent, useEditor, useEditorState, type Editor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { useTexts } from '../../i18n/index.ts';
import { recordFormTexts } from '../texts.ts';
import prose from '../../fields/rich-text.module.css';
import styles from './rich-text-editor.module.css';

interface RichTextEditorProps {
  readonly id: string;
  readonly label: string;
  readonly html: string | null;
  readonly onChange: (html: string | null) => void;
  readonly invalid: boolean;
  /** In a cell: the tools come while one writes. */
  readonly compact: boolean;
}

// One list for all: another one would make the editor take itself for a different one at each drawing.
const EXTENSIONS = [StarterKit.configure({ heading: { levels: [1, 2, 3] }, link: { openOnClick: false, protocols: ['http', 'https', 'mailto', 'tel'], defaultProtocol: 'https' } })];

export function RichTextEditor({ id, label, html, onChange, invalid, compact }: RichTextEditorProps) {
  /** What the editor shows now, as the form knows it: its own spelling of the same text may be another. */
  const shown = useRef(html);
  const editorProps = useMemo(() => ({ attributes: { id, role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, class: `${prose.prose} ${styles.content}` } }), [id, label]);
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: html ?? '',
    injectCSS: false,
    immediatelyRender: true,
    shouldRerenderOnTransaction: false,
    editorProps,
    onUpdate: ({ editor: changed }) => {
      shown.current = htmlOf(changed) || null;
      onChange(shown.current);
    },
  });

  useEffect(() => {
    if (html === shown.current || editor.isDestroyed) return;
    // A default, a draft restored: what one types is there already.
    shown.current = html;
    editor.commands.setContent(html ?? '', { emitUpdate: false });
  }, [editor, html]);

  return (
    <div className={styles.frame} data-invalid={invalid || undefined} data-compact={compact || undefined}>
      <Toolbar editor={editor} />
      <EditorContent editor={editor} />
    </div>
  );
}

const htmlOf = (editor: Editor): string => (editor.isEmpty ? '' : withoutTail(editor.getHTML()));

/** Room to go on writing after a heading or a list is the editor's, and no part of the text. */
const withoutTail = (html: string): string => html.replace(/(<p><\/p>)+$/, '');

function Toolbar({ editor }: { editor: Editor }) {
  const t = useTexts(recordFormTexts);
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      underline: now.isActive('underline'),
      strike: now.isActive('strike'),
      code: now.isActive('code'),
      h2: now.isActive('heading', { level: 2 }),
      h3: now.isActive('heading', { level: 3 }),
      bullets: now.isActive('bulletList'),
      numbers: now.isActive('orderedList'),
      quote: now.isActive('blockquote'),
      undo: now.can().undo(),
      redo: now.can().redo(),
    }),
  });
  const run = () => editor.chain().focus();
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('formatting')}>
      <Tool name={t('heading')} on={active.h2} press={() => run().toggleHeading({ level: 2 }).run()} icon={<b className={styles.letter}>H1</b>} />
      <Tool name={t('subheading')} on={active.h3} press={() => run().toggleHeading({ level: 3 }).run()} icon={<b className={styles.letter}>H2</b>} />
      <Gap />
      <Tool name={t('bold')} on={active.bold} press={() => run().toggleBold().run()} icon={<BoldOutlined />} />
      <Tool name={t('italic')} on={active.italic} press={() => run().toggleItalic().run()} icon={<ItalicOutlined />} />
      <Tool name={t('underline')} on={active.underline} press={() => run().toggleUnderline().run()} icon={<UnderlineOutlined />} />
      <Tool name={t('strike')} on={active.strike} press={() => run().toggleStrike().run()} icon={<StrikethroughOutlined />} />
      <Tool name={t('code')} on={active.code} press={() => run().toggleCode().run()} icon={<CodeOutlined />} />
      <Gap />
      <Tool name={t('bullets')} on={active.bullets} press={() => run().toggleBulletList().run()} icon={<UnorderedListOutlined />} />
      <Tool name={t('numbers')} on={active.numbers} press={() => run().toggleOrderedList().run()} icon={<OrderedListOutlined />} />
      <Tool name={t('quote')} on={active.quote} press={() => run().toggleBlockquote().run()} icon={<b className={styles.letter}>”</b>} />
      <Tool name={t('rule')} press={() => run().setHorizontalRule().run()} icon={<LineOutlined />} />
      <LinkTool editor={editor} />
      <Gap />
      <Tool name={t('clearFormat')} press={() => run().clearNodes().unsetAllMarks().run()} icon={<ClearOutlined />} />
      <Tool name={t('undo')} disabled={!active.undo} press={() => run().undo().run()} icon={<UndoOutlined />} />
      <Tool name={t('redo')} disabled={!active.redo} press={() => run().redo().run()} icon={<RedoOutlined />} />
    </div>
  );
}

interface ToolProps {
  readonly name: string;
  readonly icon: React.ReactNode;
  readonly press: () => void;
  readonly on?: boolean;
  readonly disabled?: boolean;
}

function Tool({ name, icon, press, on, disabled }: ToolProps) {
  return (
    <Tooltip title={name} mouseEnterDelay={0.5}>
      <button type="button" className={styles.tool} aria-label={name} aria-pressed={on} disabled={disabled} tabIndex={-1} onMouseDown={(event) => event.preventDefault()} onClick={press}>
        {icon}
      </button>
    </Tooltip>
  );
}

const Gap = () => <span className={styles.gap} aria-hidden />;

function LinkTool({ editor }: { editor: Editor }) {
  const t = useTexts(recordFormTexts);
  const [open, setOpen] = useState(false);
  const [href, setHref] = useState('');
  const on = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('link') });
  const apply = () => {
    const address = href.trim();
    const chain = editor.chain().focus().extendMarkRange('link');
    if (address === '') chain.unsetLink().run();
    else chain.setLink({ href: /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}` }).run();
    setOpen(false);
  };
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setHref(String(editor.getAttributes('link')['href'] ?? ''));
      }}
      content={
        <span className={styles.linkForm}>
          <Input size="small" aria-label={t('linkAddress')} placeholder="https://" value={href} onChange={(event) => setHref(event.target.value)} onPressEnter={(event) => (event.preventDefault(), apply())} />
          <Button size="small" type="primary" onClick={apply}>
            {href.trim() === '' && on ? t('linkRemove') : t('linkSet')}
          </Button>
        </span>
      }
    >
      <button type="button" className={styles.tool} aria-label={t('link')} aria-pressed={on} tabIndex={-1} onMouseDown={(event) => event.preventDefault()}>
        <LinkOutlined />
      </button>
    </Popover>
  );
}
