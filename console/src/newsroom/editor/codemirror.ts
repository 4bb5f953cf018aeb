import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { markdown } from '@codemirror/lang-markdown'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state'
import { Decoration, EditorView, GutterMarker, gutter, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { Remark } from '../api'
import { plainTool } from './plainTools'
import type { Callbacks, Writer } from './tools'

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

/** A plain-text editor for Markdown with remarks in its margin. */
export function plainBody(parent: HTMLElement, text: string, hint: string, label: string, on: Callbacks): Writer {
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
            if (html && /<(?:p|div|h\d|table|ul|ol|img|section|b|strong|span[^>]*style|br)\b/i.test(html)) on.pastedHtml(html, event.clipboardData?.getData('text/rtf') ?? '')
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

  function around(left: string, right: string, otherwise: string): void {
    const { from, to } = view.state.selection.main
    const inside = view.state.sliceDoc(from, to) || otherwise
    view.dispatch({ changes: { from, to, insert: left + inside + right }, selection: { anchor: from + left.length, head: from + left.length + inside.length } })
    view.focus()
  }

  const writer: Writer = {
    tool: (name) => plainTool(view, name, { around, insertBlock: (block) => writer.insertBlock(block) }),
    colour: (value) => value && around(`<span style="color:${value}">`, '</span>', '文字'),
    linkAt: () => ({ href: '', words: view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to) }),
    link(href, words) {
      view.dispatch(view.state.replaceSelection(`[${words || href}](${/[\s()<>]/.test(href) ? `<${href}>` : href})`))
      view.focus()
    },
    setText(now) {
      if (view.state.doc.toString() !== now) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: now } })
    },
    remark: (all) => view.dispatch({ effects: setRemarks.of(all) }),
    setWritable: (may) => view.dispatch({ effects: writable.reconfigure(may ? [] : [EditorState.readOnly.of(true)]) }),
    goTo(line) {
      const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
      view.dispatch({ selection: { anchor: at.from, head: at.to }, effects: EditorView.scrollIntoView(at.from, { y: 'center' }) })
      view.focus()
    },
    /** Words of its own lines, with an empty line before and after. */
    insertBlock(block) {
      const { from, to } = view.state.selection.main
      const before = view.state.sliceDoc(Math.max(0, from - 2), from)
      const gap = from === 0 || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n'
      const insert = `${gap}${block.trim()}\n\n`
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true })
      view.focus()
    },
    /** Put `right` where `wrong` stands in a line; says whether it stood there. */
    repair(line, wrong, right) {
      if (line < 1 || line > view.state.doc.lines) return false
      const found = view.state.doc.line(line)
      const at = found.text.indexOf(wrong)
      if (at < 0) return false
      view.dispatch({ changes: { from: found.from + at, to: found.from + at + wrong.length, insert: right } })
      return true
    },
    line: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    close: () => view.destroy(),
  }
  return writer
}
