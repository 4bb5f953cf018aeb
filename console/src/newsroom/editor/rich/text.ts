import type { Node } from 'prosemirror-model'
import { blocksOf, documentOf, type Written } from './read'
import { markdownOf } from './write'

/** A document beside its Markdown: a block that nobody touched keeps the words and lines of its author. */
export class RichText {
  private readonly originals = new WeakMap<Node, Written & { after?: Node }>()
  private readonly made = new WeakMap<Node, string>()

  read(text: string): Node {
    const blocks = blocksOf(text.replace(/\r\n?/g, '\n'))
    // A document holds the nodes themselves, so each is known again as long as nothing in it changes.
    const doc = documentOf(blocks)
    blocks.forEach((one, nth) => this.originals.set(doc.child(nth), { ...one, after: nth ? doc.child(nth - 1) : undefined }))
    return doc
  }

  /** The text, and the line (from 1) at which each block begins. */
  write(doc: Node): { text: string; lines: number[] } {
    let text = ''
    let line = 1
    const lines: number[] = []
    let before: Node | undefined
    let last = ''
    doc.forEach((node) => {
      const own = this.originals.get(node)
      const block = own?.text ?? this.markdown(node, last)
      const kept = own && own.after === before && (before === undefined || this.originals.has(before))
      const gap = !block ? '' : kept ? own.gap : text ? '\n\n' : ''
      line += gap.split('\n').length - 1
      lines.push(line)
      text += gap + block
      line += block.split('\n').length - 1
      if (block) last = block
      before = node
    })
    return { text: text ? `${text}\n` : '', lines }
  }

  private markdown(node: Node, before: string): string {
    if (node.type.name.endsWith('_list')) return markdownOf(node, before)
    const known = this.made.get(node)
    if (known !== undefined) return known
    const made = markdownOf(node)
    this.made.set(node, made)
    return made
  }
}
