import type { Token } from 'markdown-it'
import { type Mark, type Node } from 'prosemirror-model'
import { schema } from './schema'

const OPENING: Record<string, string> = { strong_open: 'strong', em_open: 'em', s_open: 'strike' }
const TAGS: Record<string, string> = { b: 'strong', strong: 'strong', i: 'em', em: 'em', s: 'strike', del: 'strike', u: 'underline', sub: 'sub', sup: 'sup' }
const CHINESE = /[\u3000-\u9fff\uff00-\uffef]/

/** Words of a block. What no mark can say stands as its source among them. */
export function inlineNodes(tokens: Token[]): Node[] {
  const made: Node[] = []
  let marks: readonly Mark[] = []
  const paired = pairsOf(tokens)
  const add = (node: Node) => made.push(node.mark(marks))
  const words = (text: string) => { if (text) add(schema.text(text)) }
  tokens.forEach((token, at) => {
    const opens = OPENING[token.type]
    if (opens) marks = schema.marks[opens]!.create().addToSet(marks)
    else if (token.type.endsWith('_close')) marks = marks.slice().filter((one) => one.type.name !== closing(token.type))
    else if (token.type === 'link_open') marks = schema.marks.link!.create({ href: token.attrGet('href') ?? '', title: token.attrGet('title') ?? '' }).addToSet(marks)
    else if (token.type === 'text') words(token.content)
    else if (token.type === 'softbreak') words(joint(tokens[at - 1], tokens[at + 1]))
    else if (token.type === 'hardbreak') add(schema.nodes.hard_break!.create())
    else if (token.type === 'code_inline') made.push(schema.text(token.content, schema.marks.code!.create().addToSet(marks)))
    else if (token.type === 'image') add(schema.nodes.image!.create({ src: token.attrGet('src'), alt: token.content, title: token.attrGet('title') ?? '' }))
    else if (token.type === 'note_mark') add(schema.nodes.note_mark!.create({ label: token.content }))
    else if (token.type === 'html_inline' && /^<br\s*\/?>$/i.test(token.content)) add(schema.nodes.hard_break!.create())
    else if (token.type === 'html_inline' && paired.has(at)) {
      const mark = paired.get(at)!
      marks = mark.opens ? mark.mark.addToSet(marks) : marks.filter((one) => one.type !== mark.mark.type)
    } else add(schema.nodes.inline_source!.create({ text: token.content }))
  })
  return made
}

const closing = (type: string) => ({ strong_close: 'strong', em_close: 'em', s_close: 'strike', link_close: 'link' })[type]

/** A line that a program wrapped: no blank is meant between two Chinese characters. */
function joint(before: Token | undefined, after: Token | undefined): string {
  const both = before?.type === 'text' && after?.type === 'text'
  return both && CHINESE.test(before.content.trimEnd().at(-1) ?? '') && CHINESE.test(after.content.trimStart()[0] ?? '') ? '' : ' '
}

interface Paired {
  opens: boolean
  mark: Mark
}

/** Tags in the words that a mark says: those with an end, in the order of brackets. */
function pairsOf(tokens: Token[]): Map<number, Paired> {
  const found = new Map<number, Paired>()
  const open: { tag: string; at: number; mark: Mark | undefined; level: number }[] = []
  tokens.forEach((token, at) => {
    if (token.type !== 'html_inline') return
    const end = /^<\/(\w+)\s*>$/.exec(token.content)
    const begin = /^<(\w+)((?:\s[^>]*)?)>$/.exec(token.content)
    if (begin && !token.content.endsWith('/>')) {
      const tag = begin[1]!.toLowerCase()
      const style = /^\s+style="(color:[^"]*)"\s*$/.exec(begin[2]!)
      const mark = tag === 'span' && style ? schema.marks.colour!.create({ style: style[1] }) : !begin[2]!.trim() && TAGS[tag] ? schema.marks[TAGS[tag]!]!.create() : undefined
      open.push({ tag, at, mark, level: token.level })
    } else if (end) {
      const one = open.pop()
      if (one?.tag !== end[1]!.toLowerCase() || one.level !== token.level) open.length = 0
      else if (one.mark) found.set(one.at, { opens: true, mark: one.mark }).set(at, { opens: false, mark: one.mark })
    }
  })
  return found
}
