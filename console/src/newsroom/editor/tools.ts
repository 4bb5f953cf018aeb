import type { Remark } from '../api'

/** What a toolbar offers in both ways of writing. */
export type ToolName =
  | 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'bare'
  | 'words' | 'heading2' | 'heading3' | 'heading4'
  | 'list' | 'numbers' | 'quote' | 'divider' | 'table'
  | 'rowAbove' | 'rowBelow' | 'columnLeft' | 'columnRight' | 'dropRow' | 'dropColumn' | 'dropTable' | 'headRow'
  | 'cellLeft' | 'cellCentre' | 'cellRight'
  | 'undo' | 'redo' | 'find'

export type Mode = 'rich' | 'plain'

/** An editor of the body, whichever way it shows it. */
export interface Writer {
  tool: (name: ToolName) => void
  colour: (value: string) => void
  linkAt: () => { href: string; words: string }
  link: (href: string, words: string) => void
  insertBlock: (markdown: string) => void
  setText: (text: string) => void
  remark: (all: Remark[]) => void
  setWritable: (may: boolean) => void
  line: () => number
  goTo: (line: number) => void
  repair: (line: number, wrong: string, right: string) => boolean
  close: () => void
}

export interface Callbacks {
  changed: (text: string) => void
  /** `rtf` is what Word puts beside it: the pictures are in there. */
  pastedHtml: (html: string, rtf: string) => void
  pastedFiles: (files: File[]) => void
  send: () => void
  /** The cursor moved; these tools are on there. */
  moved: (active: ToolName[]) => void
}
