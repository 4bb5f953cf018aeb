import type { Token } from 'markdown-it'
import type { Node } from 'prosemirror-model'
import { dialect } from './dialect'
import { inlineNodes } from './inline'
import type { Defined } from './notes'
import { schema } from './schema'
import { markdownOf } from './write'

/** A block of the text as its author wrote it. */
export interface Written {
  node: Node
  text: string
  /** The empty lines before it. */
  gap: string
}

const parser = dialect()
const nodes = schema.nodes

/**
 * The blocks of a text. A block becomes rich only where the Markdown written of it shows the same again; any other
 * stands as its source.
 */
export function blocksOf(text: string): Written[] {
  const env: Defined = {}
  const tokens = parser.parse(text, env)
  const lines = text.split('\n')
  const made: Written[] = []
  let done = 0
  const take = (from: number, to: number, node: (source: string) => Node) => {
    let [start, end] = [from, to]
    while (start < end && !lines[start]!.trim()) start++
    while (end > start && !lines[end - 1]!.trim()) end--
    if (start === end) return
    const source = lines.slice(start, end).join('\n')
    made.push({ node: node(source), text: source, gap: '\n'.repeat(start - done + (made.length ? 1 : 0)) })
    done = end
  }
  for (const group of groupsOf(tokens)) {
    const [from, to] = group[0]!.map ?? [done, done]
    if (from > done) take(done, from, asSource)
    take(Math.max(from, done), to, (source) => richOr(source, group, env))
  }
  take(done, lines.length, asSource)
  return made
}

export function documentOf(blocks: Written[]): Node {
  return nodes.doc!.create(null, blocks.length ? blocks.map((one) => one.node) : [nodes.paragraph!.create()])
}

const asSource = (text: string) => nodes.source!.create({ text })

function richOr(source: string, group: Token[], env: Defined): Node {
  try {
    const [node, ...more] = blockNodes(group)
    if (!node || more.length || node.type === nodes.source) return asSource(source)
    node.check()
    return writesItself(node, group, env) ? node : asSource(source)
  } catch {
    // Something that the rich form has no place for.
    return asSource(source)
  }
}

/** Whether the Markdown written of a block shows the block's text: the same words and boxes, the same marks on them. */
function writesItself(node: Node, group: Token[], env: Defined): boolean {
  const own: Defined = { references: { ...env.references }, notes: { ...env.notes } }
  const again = parser.parse(markdownOf(node), own)
  const [made, ...more] = blockNodes(again)
  return !more.length && made!.eq(node) && shownBy(again, own) === shownBy(group, env)
}

/** The words and boxes that readers see of a text, without the marks on words. */
export function shown(text: string): string {
  const env: Defined = {}
  return shownBy(parser.parse(text, env), env)
}

function shownBy(tokens: Token[], env: Defined): string {
  return parser.renderer.render(tokens, parser.options, env)
    .replace(/<\/?(?:b|strong|i|em|s|del|u|sub|sup|code|a\b[^>]*|span\b[^>]*)>/g, '')
    .replace(/<br\s*\/?>\s*/g, '<br>')
    .replace(/<p>(\[![^\]\s<]{1,12}\][^<\n]*)(?:\n|<br>)/g, '<p>$1</p><p>')
    .replace(/(<thead>)\s*<tr>(?:\s*<th[^>]*><\/th>)+\s*<\/tr>/g, '$1')
    .replace(/([\u3000-\u9fff\uff00-\uffef])[ \t]*\n[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])/g, '$1')
    .replace(/\s+/g, ' ').replace(/> </g, '><').replace(/ ?(<\/(?:li|p|blockquote)>) ?/g, '$1').replace(/(<(?:li|p|blockquote)>) /g, '$1')
    .trim()
}

function* groupsOf(tokens: Token[]): Generator<Token[]> {
  let group: Token[] = []
  let depth = 0
  for (const token of tokens) {
    group.push(token)
    depth += token.nesting
    if (depth === 0) {
      yield group
      group = []
    }
  }
}

function blockNodes(tokens: Token[]): Node[] {
  return [...groupsOf(tokens)].flatMap((group) => blockNode(group))
}

function blockNode(group: Token[]): Node[] {
  const [first] = group as [Token]
  const inner = group.slice(1, -1)
  switch (first.type) {
    case 'paragraph_open': return [paragraph(inner[0]!)]
    case 'heading_open': return [nodes.heading!.create({ level: Number(first.tag.slice(1)) }, inlineNodes(inner[0]!.children ?? []))]
    case 'blockquote_open': return [quote(inner)]
    case 'bullet_list_open': return [nodes.bullet_list!.create({ tight: isTight(inner) }, itemsOf(inner))]
    case 'ordered_list_open': return [nodes.ordered_list!.create({ tight: isTight(inner), start: Number(first.attrGet('start') ?? 1) }, itemsOf(inner))]
    case 'fence': return [nodes.code_block!.create({ info: first.info }, codeOf(first.content))]
    case 'hr': return [nodes.divider!.create()]
    case 'table_open': return [tableOf(inner)]
    default: throw new Error(first.type)
  }
}

const codeOf = (content: string) => (content.replace(/\n$/, '') ? [schema.text(content.replace(/\n$/, ''))] : [])
const isTight = (tokens: Token[]) => tokens.some((one) => one.type === 'paragraph_open' && one.hidden) || !tokens.some((one) => one.type === 'paragraph_open')

function paragraph(inline: Token): Node {
  const children = inlineNodes(inline.children ?? [])
  const [only] = children
  if (children.length === 1 && only!.type === nodes.image && !only!.marks.length) return nodes.figure!.create(only!.attrs)
  return nodes.paragraph!.create(null, children)
}

function itemsOf(tokens: Token[]): Node[] {
  return [...groupsOf(tokens)].map((group) => {
    const blocks = blockNodes(group.slice(1, -1))
    const [first] = blocks
    if (first?.type === nodes.figure) blocks[0] = nodes.paragraph!.create(null, nodes.image!.create(first.attrs))
    return nodes.list_item!.create(null, blocks.length ? blocks : [nodes.paragraph!.create()])
  })
}

function quote(tokens: Token[]): Node {
  const words = tokens[0]?.type === 'paragraph_open' ? tokens[1]! : undefined
  const [head, after] = words?.children ?? []
  const found = head?.type === 'text' ? /^\[!([^\]\s]{1,12})\]([+-]?)[ \t]*(.*)$/.exec(head.content) : null
  if (!found || found[2] || (after && !after.type.endsWith('break'))) return nodes.blockquote!.create(null, blockNodes(tokens))
  const rest = words!.children!.slice(2)
  const first = rest.length ? [nodes.paragraph!.create(null, inlineNodes(rest))] : []
  const blocks = [...first, ...blockNodes(tokens.slice(3))]
  return nodes.blockquote!.create({ kind: found[1], title: found[3] }, blocks.length ? blocks : [nodes.paragraph!.create()])
}

function tableOf(tokens: Token[]): Node {
  const rows: Node[] = []
  let cells: Node[] = []
  tokens.forEach((token, at) => {
    if (token.type === 'tr_open') cells = []
    if (token.type === 'th_open' || token.type === 'td_open') {
      const align = /text-align:(\w+)/.exec(String(token.attrGet('style') ?? ''))?.[1] ?? ''
      cells.push(nodes[token.type === 'th_open' ? 'table_header' : 'table_cell']!.create({ align }, inlineNodes(tokens[at + 1]!.children ?? [])))
    }
    if (token.type === 'tr_close') rows.push(nodes.table_row!.create(null, cells))
  })
  const headless = rows.length > 1 && rows[0]!.children.every((cell) => !cell.content.size)
  return nodes.table!.create(null, headless ? rows.slice(1) : rows)
}
