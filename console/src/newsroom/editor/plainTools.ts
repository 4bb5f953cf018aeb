import { redo, undo } from '@codemirror/commands'
import { openSearchPanel } from '@codemirror/search'
import type { EditorView } from '@codemirror/view'
import type { ToolName } from './tools'

interface Hands {
  around: (left: string, right: string, otherwise: string) => void
  insertBlock: (block: string) => void
}

const AROUND: Partial<Record<ToolName, [string, string, string]>> = {
  bold: ['**', '**', '重点'], italic: ['*', '*', '文字'], underline: ['<u>', '</u>', '文字'], strike: ['~~', '~~', '文字'], code: ['`', '`', '文字'],
}
const LINE: Partial<Record<ToolName, string>> = { words: '', heading2: '## ', heading3: '### ', heading4: '#### ', list: '- ', numbers: '1. ', quote: '> ' }
const BLOCK: Partial<Record<ToolName, string>> = { table: '| 项目 | 内容 |\n| --- | --- |\n|  |  |', divider: '---' }
const BEGUN = /^(?:#{1,6} |[-*+] |\d+[.)] |> )/

/** What a tool does to Markdown as text. */
export function plainTool(view: EditorView, name: ToolName, hands: Hands): void {
  if (AROUND[name]) hands.around(...AROUND[name])
  else if (LINE[name] !== undefined) startLines(view, LINE[name])
  else if (BLOCK[name]) hands.insertBlock(BLOCK[name])
  else if (name === 'undo') undo(view)
  else if (name === 'redo') redo(view)
  else if (name === 'find') openSearchPanel(view)
}

/** Each line that is selected begins with the mark, instead of the one that it has; the same mark again takes it away. */
function startLines(view: EditorView, mark: string): void {
  const { doc, selection } = view.state
  const first = doc.lineAt(selection.main.from).number
  const last = doc.lineAt(selection.main.to).number
  const changes = []
  for (let n = first; n <= last; n++) {
    const line = doc.line(n)
    const old = BEGUN.exec(line.text)?.[0] ?? ''
    const insert = old === mark ? '' : mark === '1. ' ? `${n - first + 1}. ` : mark
    changes.push({ from: line.from, to: line.from + old.length, insert })
  }
  view.dispatch({ changes })
  view.focus()
}
