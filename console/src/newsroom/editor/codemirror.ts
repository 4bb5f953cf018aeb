import { defaultKeymap, history, historyKeymap, redo, undo } from '@codemirror/commands'
import { markdown } from '@codemirror/lang-markdown'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { openSearchPanel, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state'
import { Decoration, EditorView, GutterMarker, gutter, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { Remark } from '../api'

class Mark extends GutterMarker {
  constructor(readonly bad: boolean, readonly said: string) {
    super()
  }

  override eq(other: Mark): boolean {
    return other.bad === this.bad && other.said === this.said
  }

  override toDOM(): Node {
    const made = document.createElement('span')
    made.className = this.bad ? 'cm-bad' : 'cm-warn'
    made.textContent = this.bad ? '✗' : '!'
    made.title = this.said
    return made
  }
}

const setRemarks = StateEffect.define<Remark[]>()

const marks = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(value, change) {
    let now = value.map(change.changes)
    for (const effect of change.effects) {
      if (!effect.is(setRemarks)) continue
      const doc = change.state.doc
      const lines = new Map<number, Remark[]>()
      for (const one of effect.value) {
        if (one.field || one.line < 1 || one.line > doc.lines) continue
        lines.set(one.line, [...(lines.get(one.line) ?? []), one])
      }
      now = RangeSet.of(
        [...lines].sort(([a], [b]) => a - b).map(([line, all]) =>
          new Mark(all.some((one) => one.severity === 'error'), all.map((one) => one.what).join('\n')).range(doc.line(line).from),
        ),
      )
    }
    return now
  },
})

const words = StateField.define({
  create: () => Decoration.none,
  update(value, change) {
    let now = value.map(change.changes)
    for (const effect of change.effects) {
      if (!effect.is(setRemarks)) continue
      const found = []
      for (const one of effect.value) {
        if (one.field || !one.wrong || one.line < 1 || one.line > change.state.doc.lines) continue
        const line = change.state.doc.line(one.line)
        const at = line.text.indexOf(one.wrong)
        if (at >= 0) found.push(Decoration.mark({ class: 'cm-wrong', attributes: { title: one.what } }).range(line.from + at, line.from + at + one.wrong.length))
      }
      now = Decoration.set(found, true)
    }
    return now
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** By the tokens of the page, so that they can be read in the dark too. */
const LOOKS = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.processingInstruction, tags.angleBracket, tags.tagName, tags.attributeName, tags.attributeValue, tags.monospace], color: 'var(--text-soft)' },
  { tag: [tags.link, tags.url], color: 'var(--el-color-primary)' },
])

const CHINESE = EditorState.phrases.of({
  Find: '查找', Replace: '替换为', next: '下一个', previous: '上一个', all: '全部', 'match case': '区分大小写', regexp: '正则',
  'by word': '整词', replace: '替换', 'replace all': '全部替换', close: '关闭',
})

export interface Callbacks {
  changed: (text: string) => void
  pastedHtml: (html: string) => void
  pastedFiles: (files: File[]) => void
  send: () => void
}

/** A plain-text editor for Markdown with remarks in its margin. */
export function made(parent: HTMLElement, text: string, hint: string, label: string, on: Callbacks) {
  const writable = new Compartment()
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), history(), markdown(), syntaxHighlighting(LOOKS), search({ top: true }), CHINESE,
        EditorView.lineWrapping, placeholder(hint), marks, words, writable.of([]),
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
        gutter({ class: 'cm-remarks', markers: (v) => v.state.field(marks) }),
        keymap.of([{ key: 'Mod-Enter', run: () => (on.send(), true) }, ...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        EditorView.updateListener.of((update) => update.docChanged && on.changed(update.state.doc.toString())),
        EditorView.domEventHandlers({
          paste(event) {
            const files = [...(event.clipboardData?.files ?? [])].filter((one) => one.type.startsWith('image/'))
            const html = event.clipboardData?.getData('text/html') ?? ''
            if (html && /<(?:p|div|h\d|table|ul|ol|img|section|b|strong|span[^>]*style|br)\b/i.test(html)) on.pastedHtml(html)
            else if (files.length) on.pastedFiles(files)
            else return false
            event.preventDefault()
            return true
          },
          drop(event) {
            const files = [...(event.dataTransfer?.files ?? [])]
            if (!files.length) return false
            event.preventDefault()
            on.pastedFiles(files)
            return true
          },
        }),
      ],
    }),
  })

  return {
    view,
    setText(now: string): void {
      if (view.state.doc.toString() !== now) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: now } })
    },
    remark: (all: Remark[]) => view.dispatch({ effects: setRemarks.of(all) }),
    setWritable: (may: boolean) => view.dispatch({ effects: writable.reconfigure(may ? [] : [EditorState.readOnly.of(true)]) }),
    goTo(line: number): void {
      const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
      view.dispatch({ selection: { anchor: at.from, head: at.to }, effects: EditorView.scrollIntoView(at.from, { y: 'center' }) })
      view.focus()
    },
    insert(words_: string): void {
      view.dispatch(view.state.replaceSelection(words_))
      view.focus()
    },
    /** Words of its own lines, with an empty line before and after. */
    insertBlock(block: string): void {
      const { from, to } = view.state.selection.main
      const before = view.state.sliceDoc(Math.max(0, from - 2), from)
      const gap = from === 0 || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n'
      const insert = `${gap}${block.trim()}\n\n`
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true })
      view.focus()
    },
    around(left: string, right: string, otherwise: string): void {
      const { from, to } = view.state.selection.main
      const inside = view.state.sliceDoc(from, to) || otherwise
      view.dispatch({ changes: { from, to, insert: left + inside + right }, selection: { anchor: from + left.length, head: from + left.length + inside.length } })
      view.focus()
    },
    startLine(mark: string): void {
      const first = view.state.doc.lineAt(view.state.selection.main.from).number
      const last = view.state.doc.lineAt(view.state.selection.main.to).number
      const changes = []
      for (let n = first; n <= last; n++) changes.push({ from: view.state.doc.line(n).from, insert: mark })
      view.dispatch({ changes })
      view.focus()
    },
    /** Put `right` where `wrong` stands in a line; says whether it stood there. */
    repair(line: number, wrong: string, right: string): boolean {
      if (line < 1 || line > view.state.doc.lines) return false
      const found = view.state.doc.line(line)
      const at = found.text.indexOf(wrong)
      if (at < 0) return false
      view.dispatch({ changes: { from: found.from + at, to: found.from + at + wrong.length, insert: right } })
      return true
    },
    undo: () => undo(view),
    redo: () => redo(view),
    find: () => openSearchPanel(view),
    close: () => view.destroy(),
  }
}

export type Body = ReturnType<typeof made>
