import { lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands'
import type { Node } from 'prosemirror-model'
import { liftListItem, wrapInList } from 'prosemirror-schema-list'
import { type Command, type EditorState, NodeSelection } from 'prosemirror-state'
import { addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, deleteTable, isInTable, setCellAttr, toggleHeaderRow } from 'prosemirror-tables'
import type { ToolName } from '../tools'
import { schema } from './schema'

const { nodes, marks } = schema

const MARKS: Partial<Record<ToolName, string>> = { bold: 'strong', italic: 'em', underline: 'underline', strike: 'strike', code: 'code' }

function around(state: EditorState, name: string): Node | undefined {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type.name === name) return $from.node(depth)
  return undefined
}

function list(name: 'bullet_list' | 'ordered_list'): Command {
  return (state, dispatch) => (around(state, name) ? liftListItem(nodes.list_item!)(state, dispatch) : wrapInList(nodes[name]!)(state, dispatch))
}

const quote: Command = (state, dispatch) => (around(state, 'blockquote') ? lift(state, dispatch) : wrapIn(nodes.blockquote!)(state, dispatch))

const divider: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.divider!.create()).scrollIntoView())
  return true
}

const table: Command = (state, dispatch) => {
  const row = (type: string, words: string[]) => nodes.table_row!.create(null, words.map((one) => nodes[type]!.create(null, one ? schema.text(one) : null)))
  const made = nodes.table!.create(null, [row('table_header', ['项目', '内容']), row('table_cell', ['', '']), row('table_cell', ['', ''])])
  dispatch?.(state.tr.replaceSelectionWith(made).scrollIntoView())
  return true
}

const heading = (level: number): Command => (state, dispatch) =>
  around(state, 'heading')?.attrs.level === level ? setBlockType(nodes.paragraph!)(state, dispatch) : setBlockType(nodes.heading!, { level })(state, dispatch)

const COMMANDS: Partial<Record<ToolName, Command>> = {
  bold: toggleMark(marks.strong!), italic: toggleMark(marks.em!), underline: toggleMark(marks.underline!), strike: toggleMark(marks.strike!), code: toggleMark(marks.code!),
  words: setBlockType(nodes.paragraph!), heading2: heading(2), heading3: heading(3), heading4: heading(4),
  list: list('bullet_list'), numbers: list('ordered_list'), quote, divider, table,
  rowAbove: addRowBefore, rowBelow: addRowAfter, columnLeft: addColumnBefore, columnRight: addColumnAfter,
  dropRow: deleteRow, dropColumn: deleteColumn, dropTable: deleteTable, headRow: toggleHeaderRow,
  cellLeft: setCellAttr('align', ''), cellCentre: setCellAttr('align', 'center'), cellRight: setCellAttr('align', 'right'),
  bare: (state, dispatch) => {
    dispatch?.(state.tr.removeMark(state.selection.from, state.selection.to))
    return true
  },
}

/** Markdown aligns whole columns. */
function columnOf(command: Command): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false
    const value = command === COMMANDS.cellCentre ? 'center' : command === COMMANDS.cellRight ? 'right' : ''
    const { $from } = state.selection
    const depth = [...Array($from.depth + 1).keys()].find((one) => $from.node(one).type.name === 'table')
    if (depth === undefined) return false
    const nth = $from.index(depth + 1)
    const change = state.tr
    let at = $from.start(depth)
    $from.node(depth).forEach((row) => {
      let cell = at + 1
      row.forEach((one, _, column) => {
        if (column === nth) change.setNodeAttribute(cell, 'align', value)
        cell += one.nodeSize
      })
      at += row.nodeSize
    })
    dispatch?.(change)
    return true
  }
}

export function commandOf(name: ToolName): Command | undefined {
  const found = COMMANDS[name]
  return found && name.startsWith('cell') ? columnOf(found) : found
}

/** A link on what is selected; without an address the link goes. */
export function linkCommand(href: string, words: string): Command {
  return (state, dispatch) => {
    const { from, to, empty, $from } = state.selection
    const link = marks.link!
    const old = link.isInSet($from.marks()) ?? link.isInSet($from.nodeAfter?.marks ?? [])
    let [start, end] = [from, to]
    if (empty && old) [start, end] = rangeOf(state, old)
    const change = state.tr.removeMark(start, end, link)
    if (href && (start !== end && words === state.doc.textBetween(start, end))) change.addMark(start, end, link.create({ href }))
    else if (href) change.replaceWith(start, end, schema.text(words || href, link.create({ href }).addToSet($from.marks().filter((one) => one.type !== link))))
    dispatch?.(change.removeStoredMark(link).scrollIntoView())
    return true
  }
}

function rangeOf(state: EditorState, mark: ReturnType<typeof marks.link.create>): [number, number] {
  const { $from } = state.selection
  const start = $from.start()
  let [from, to] = [state.selection.from, state.selection.from]
  $from.parent.forEach((node, at) => {
    if (!mark.isInSet(node.marks)) return
    const [left, right] = [start + at, start + at + node.nodeSize]
    if (left <= to && right >= from) [from, to] = [Math.min(from, left), Math.max(to, right)]
  })
  return [from, to]
}

/** Address and words of the link at the cursor, or the words that are selected. */
export function linkAt(state: EditorState): { href: string; words: string } {
  const { from, to, empty, $from } = state.selection
  const found = marks.link!.isInSet($from.marks()) ?? marks.link!.isInSet($from.nodeAfter?.marks ?? [])
  if (empty && found) {
    const [start, end] = rangeOf(state, found)
    return { href: found.attrs.href, words: state.doc.textBetween(start, end) }
  }
  return { href: found?.attrs.href ?? '', words: state.doc.textBetween(from, to, ' ') }
}

export function colourCommand(colour: string): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection
    const change = state.tr.removeMark(from, to, marks.colour!)
    dispatch?.(colour ? change.addMark(from, to, marks.colour!.create({ style: `color:${colour}` })) : change)
    return true
  }
}

/** Tools that are on at the cursor. */
export function activeAt(state: EditorState): ToolName[] {
  const on: ToolName[] = []
  const { from, to, empty, $from } = state.selection
  for (const [name, mark] of Object.entries(MARKS)) {
    const type = marks[mark]!
    if (empty ? type.isInSet(state.storedMarks ?? $from.marks()) : state.doc.rangeHasMark(from, to, type)) on.push(name as ToolName)
  }
  if (state.selection instanceof NodeSelection) return on
  const level = around(state, 'heading')?.attrs.level
  if (level >= 2 && level <= 4) on.push(`heading${level}` as ToolName)
  if (around(state, 'bullet_list')) on.push('list')
  if (around(state, 'ordered_list')) on.push('numbers')
  if (around(state, 'blockquote')) on.push('quote')
  if (isInTable(state)) on.push('table')
  return on
}
