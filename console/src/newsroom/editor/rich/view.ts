import { baseKeymap, chainCommands, exitCode, toggleMark } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import type { Node } from 'prosemirror-model'
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list'
import { EditorState, Plugin, PluginKey, TextSelection, type Command } from 'prosemirror-state'
import { goToNextCell, tableEditing } from 'prosemirror-tables'
import { Decoration, DecorationSet, EditorView } from 'prosemirror-view'
import type { Remark } from '../../api'
import type { Callbacks, Writer } from '../tools'
import { activeAt, colourCommand, commandOf, linkAt, linkCommand } from './commands'
import { blocksOf } from './read'
import { schema } from './schema'
import { RichText } from './text'
import { viewsOf, type Pictures } from './views'

const { nodes, marks } = schema
const remarksKey = new PluginKey<DecorationSet>('remarks')

const hardBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break!.create(), false).scrollIntoView())
  return true
})

const KEYS: Record<string, Command> = {
  'Mod-z': undo, 'Mod-y': redo, 'Mod-Shift-z': redo,
  'Mod-b': toggleMark(marks.strong!), 'Mod-i': toggleMark(marks.em!), 'Mod-u': toggleMark(marks.underline!),
  Enter: splitListItem(nodes.list_item!), 'Shift-Enter': hardBreak,
  Tab: chainCommands(goToNextCell(1), sinkListItem(nodes.list_item!)),
  'Shift-Tab': chainCommands(goToNextCell(-1), liftListItem(nodes.list_item!)),
}

const RULES = [
  textblockTypeInputRule(/^(#{1,4})\s$/, nodes.heading!, (match) => ({ level: match[1]!.length })),
  wrappingInputRule(/^\s*([-*])\s$/, nodes.bullet_list!),
  wrappingInputRule(/^(\d+)\.\s$/, nodes.ordered_list!, (match) => ({ start: Number(match[1]) })),
  wrappingInputRule(/^\s*>\s$/, nodes.blockquote!),
]

/** Blocks that somebody said something about, in the margin. */
function remarkDecorations(doc: Node, lines: number[], all: Remark[]): DecorationSet {
  const said = new Map<number, Remark[]>()
  for (const one of all) {
    if (one.field || one.line < 1) continue
    const nth = lines.findLastIndex((line) => line <= one.line)
    said.set(nth, [...(said.get(nth) ?? []), one])
  }
  const found: Decoration[] = []
  doc.forEach((node, at, nth) => {
    const here = said.get(nth)
    if (!here) return
    const bad = here.some((one) => one.severity === 'error')
    found.push(Decoration.node(at, at + node.nodeSize, { class: bad ? 'said bad' : 'said warn', title: here.map((one) => one.what).join('\n') }))
  })
  return DecorationSet.create(doc, found)
}

/** A rich editor over Markdown; it offers what the plain one offers. */
export function richBody(parent: HTMLElement, text: string, hint: string, label: string, pictures: Pictures, on: Callbacks): Writer {
  const rich = new RichText()
  let editable = true
  let known = text
  const plugins = [
    inputRules({ rules: RULES }), keymap({ ...KEYS, 'Mod-Enter': () => (on.send(), true) }), keymap(baseKeymap), history(), tableEditing(),
    new Plugin({
      props: {
        decorations: ({ doc }) => {
          const empty = doc.childCount === 1 && doc.firstChild!.type === nodes.paragraph && !doc.firstChild!.content.size
          return empty ? DecorationSet.create(doc, [Decoration.node(0, doc.content.size, { class: 'empty', 'data-hint': hint })]) : null
        },
      },
    }),
    new Plugin({
      key: remarksKey,
      state: {
        init: () => DecorationSet.empty,
        apply(change, value) {
          const all = change.getMeta(remarksKey) as Remark[] | undefined
          return all ? remarkDecorations(change.doc, rich.write(change.doc).lines, all) : value.map(change.mapping, change.doc)
        },
      },
      props: { decorations: (state) => remarksKey.getState(state) },
    }),
  ]
  const stateOf = (doc: Node) => EditorState.create({ doc, plugins })
  const view: EditorView = new EditorView(parent, {
    state: stateOf(rich.read(text)),
    attributes: { 'aria-label': label, role: 'textbox', 'aria-multiline': 'true', spellcheck: 'false' },
    editable: () => editable,
    nodeViews: viewsOf(pictures),
    dispatchTransaction(change) {
      view.updateState(view.state.apply(change))
      if (change.docChanged) {
        known = rich.write(view.state.doc).text
        on.changed(known)
      }
      on.moved(activeAt(view.state))
    },
    handlePaste(_, event) {
      const data = event.clipboardData
      const files = [...(data?.files ?? [])].filter((one) => one.type.startsWith('image/'))
      const html = data?.getData('text/html') ?? ''
      // What was copied here comes back as it is.
      if (html.includes('data-pm-slice')) return false
      if (html && /<(?:p|div|h\d|table|ul|ol|img|section|b|strong|span[^>]*style|br)\b/i.test(html)) on.pastedHtml(html, data?.getData('text/rtf') ?? '')
      else if (files.length) on.pastedFiles(files)
      else return false
      return true
    },
    handleDrop(_, event) {
      const files = [...(event.dataTransfer?.files ?? [])]
      if (!files.length) return false
      event.preventDefault()
      on.pastedFiles(files)
      return true
    },
  })

  const blockAt = (line: number) => Math.max(0, rich.write(view.state.doc).lines.findLastIndex((one) => one <= line))
  function startOf(nth: number): number {
    let at = 0
    for (let n = 0; n < nth; n++) at += view.state.doc.child(n).nodeSize
    return at
  }

  function run(command: Command | undefined): void {
    command?.(view.state, view.dispatch, view)
    view.focus()
  }

  return {
    tool: (name) => run(name === 'undo' ? undo : name === 'redo' ? redo : commandOf(name)),
    colour: (value) => run(colourCommand(value)),
    linkAt: () => linkAt(view.state),
    link: (href, words) => run(linkCommand(href, words)),
    setText(now) {
      if (now === known) return
      known = now
      view.updateState(stateOf(rich.read(now)))
    },
    remark: (all) => view.dispatch(view.state.tr.setMeta(remarksKey, all).setMeta('addToHistory', false)),
    setWritable(may) {
      editable = may
      view.setProps({})
    },
    /** The line at which the cursor's block begins. */
    line: () => rich.write(view.state.doc).lines[view.state.selection.$from.index(0)] ?? 1,
    goTo(line) {
      const at = startOf(Math.min(blockAt(line), view.state.doc.childCount - 1))
      view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(Math.min(at + 1, view.state.doc.content.size)))))
      const dom = view.nodeDOM(at)
      if (dom instanceof HTMLElement) dom.scrollIntoView({ block: 'center' })
      view.focus()
    },
    /** Blocks of Markdown behind the block of the cursor, or in place of it where it is empty. */
    insertBlock(text) {
      const made = blocksOf(text).map((one) => one.node)
      if (!made.length) return
      const { $from } = view.state.selection
      const depth = Math.min(1, $from.depth)
      const block = depth ? $from.node(1) : view.state.doc.child(Math.min($from.index(0), view.state.doc.childCount - 1))
      const empty = block.type === nodes.paragraph && !block.content.size
      const from = depth ? (empty ? $from.before(1) : $from.after(1)) : $from.pos
      const to = depth ? $from.after(1) : view.state.selection.to
      const size = made.reduce((sum, one) => sum + one.nodeSize, 0)
      const isLast = to >= view.state.doc.content.size
      const change = view.state.tr.replaceWith(from, to, isLast ? [...made, nodes.paragraph!.create()] : made)
      change.setSelection(TextSelection.near(change.doc.resolve(Math.min(from + size + 1, change.doc.content.size))))
      view.dispatch(change.scrollIntoView())
      view.focus()
    },
    repair(line, wrong, right) {
      const nth = blockAt(line)
      if (nth >= view.state.doc.childCount) return false
      const start = startOf(nth)
      const block = view.state.doc.child(nth)
      if (block.isAtom && typeof block.attrs.text === 'string' && block.attrs.text.includes(wrong)) {
        view.dispatch(view.state.tr.setNodeAttribute(start, 'text', block.attrs.text.replace(wrong, right)))
        return true
      }
      let found = -1
      view.state.doc.nodesBetween(start, start + block.nodeSize, (node, at) => {
        const inside = node.isText ? node.text!.indexOf(wrong) : -1
        if (found < 0 && inside >= 0) found = at + inside
      })
      if (found < 0) return false
      view.dispatch(view.state.tr.insertText(right, found, found + wrong.length))
      return true
    },
    close: () => view.destroy(),
  }
}
