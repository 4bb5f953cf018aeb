import type { Mark, Node } from 'prosemirror-model'
import { multiplies } from './dialect'

/** A document as the Markdown that gives it again. The signs are those of newsroom/composing/markdown_text.py. */
export function markdownOf(block: Node, before = ''): string {
  return BLOCKS[block.type.name]?.(block, before) ?? ''
}

const BLOCKS: Record<string, (node: Node, before: string) => string> = {
  paragraph: (node) => linesOf(wordsIn(node)),
  heading: (node) => {
    const words = wordsIn(node).replaceAll('\\\n', '<br>').trim().replace(/(^|\s)(#+)$/, '$1\\$2')
    return `${'#'.repeat(node.attrs.level)} ${words}`.trimEnd()
  },
  blockquote: (node) => {
    const { kind, title } = node.attrs
    const head = kind ? `[!${kind}]${title ? ` ${escaped(title)}` : ''}` : ''
    return [head, inside(node)].filter(Boolean).join('\n\n').split('\n').map((line) => `> ${line}`.trimEnd()).join('\n')
  },
  bullet_list: (node, before) => items(node, () => (/^[-+]\s/.test(before) ? '* ' : '- ')),
  ordered_list: (node, before) => {
    const stop = /^\d+\./.test(before) ? ')' : '.'
    return items(node, (nth) => `${node.attrs.start + nth}${stop} `)
  },
  code_block: (node) => {
    const longest = Math.max(2, ...[...node.textContent.matchAll(/`+/g)].map((run) => run[0].length))
    const fence = '`'.repeat(longest + 1)
    return `${fence}${node.attrs.info}\n${node.textContent}\n${fence}`
  },
  divider: () => '---',
  figure: (node) => picture(node),
  source: (node) => node.attrs.text,
  table: (node) => table(node),
}

/** Blocks in a block. */
function inside(node: Node): string {
  const made: string[] = []
  node.forEach((child) => {
    const text = markdownOf(child, made.at(-1) ?? '')
    if (text) made.push(text)
  })
  return made.join('\n\n')
}

function items(list: Node, mark: (nth: number) => string): string {
  const made: string[] = []
  list.forEach((item, _, nth) => {
    const sign = mark(nth)
    const [first = '', ...more] = itemText(item, list.attrs.tight).split('\n')
    made.push([`${sign}${first}`.trimEnd(), ...more.map((line) => `${' '.repeat(sign.length)}${line}`.trimEnd())].join('\n'))
  })
  return made.join(list.attrs.tight ? '\n' : '\n\n')
}

function itemText(item: Node, tight: boolean): string {
  let made = ''
  let before = ''
  item.forEach((block, _, nth) => {
    const text = markdownOf(block, before)
    before = text
    if (!text && nth) return
    const near = tight && block.type.name.endsWith('_list')
    made += nth === 0 ? text : (near ? '\n' : '\n\n') + text
  })
  return made
}

function table(node: Node): string {
  const rows: string[] = []
  const first = node.firstChild!
  const line = (row: Node) => `| ${row.children.map((cell) => wordsIn(cell).replaceAll('\\\n', '<br>').replaceAll('|', '\\|').trim()).join(' | ')} |`
  const rule = { left: ':---', center: ':---:', right: '---:' } as Record<string, string>
  // A table without a head has an empty one in Markdown.
  if (first.firstChild?.type.name !== 'table_header') rows.push(`|${'  |'.repeat(first.childCount)}`)
  node.forEach((row) => rows.push(line(row)))
  rows.splice(1, 0, `| ${first.children.map((cell) => rule[cell.attrs.align] ?? '---').join(' | ')} |`)
  return rows.join('\n')
}

/** Lines that begin like a heading, a list, a quote or a table, but are words. */
function linesOf(words: string): string {
  return words.trim().split('\n').map((line) =>
    line.replace(/^[ \t]+/, '').replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2').replace(/^(#{1,6}(?=\s|$)|[-+>=](?=\s|$|[-+>=|])|[:|](?=\s*:?-)|>)/, '\\$1'),
  ).join('\n')
}

const SIGNS = /[\\`*_~<]|&(?=#?[\w]+;)|\](?=[([:])|\[(?=[\^!])|(?<=\^)\[|!(?=\[)/g
const escaped = (words: string) => words.replace(SIGNS, '\\$&')
/** A bracket would end the words of a link. */
const escapedInLink = (words: string) => words.replace(/[[\]]|[\\`*_~<]|&(?=#?[\w]+;)|!(?=\[)/g, '\\$&')

interface Piece {
  node: Node
  marks: readonly Mark[]
}

function wordsIn(holder: Node): string {
  const pieces: Piece[] = []
  holder.forEach((node) => pieces.push({ node, marks: node.marks }))
  return written(pieces, '', '').replace(/(?:\\\n)+$/, '')
}

function written(pieces: Piece[], around: string, following: string, linked = false): string {
  let made = around
  for (let at = 0; at < pieces.length; ) {
    const mark = pieces[at]!.marks[0]
    let end = at + 1
    while (mark && end < pieces.length && pieces[end]!.marks[0]?.eq(mark)) end++
    const run = pieces.slice(at, end)
    const next = pieces[end]?.node.text?.[0] ?? (end < pieces.length ? ' ' : following)
    // A sign that would change the link, picture or note behind it.
    if (!mark) made += plain(run[0]!.node, linked).replace(/(?<!\\)[!^]$/, next ? '\\$&' : '$&')
    else made = marked(made, mark, run.map(({ node, marks }) => ({ node, marks: marks.slice(1) })), next, linked)
    at = end
  }
  return made.slice(around.length)
}

function plain(node: Node, linked: boolean): string {
  switch (node.type.name) {
    case 'text': return linked ? escapedInLink(node.text!) : escaped(node.text!)
    case 'hard_break': return '\\\n'
    case 'image': return picture(node)
    case 'note_mark': return `[^${node.attrs.label}]`
    default: return node.attrs.text ?? ''
  }
}

const STARS: Record<string, [string, string]> = { strong: ['**', 'strong'], em: ['*', 'em'], strike: ['~~', 's'] }
const TAGS: Record<string, string> = { underline: 'u', sub: 'sub', sup: 'sup' }

function marked(before: string, mark: Mark, run: Piece[], next: string, linked: boolean): string {
  const name = mark.type.name
  if (name === 'code') return before + code(run.map(({ node }) => node.text ?? '').join(''))
  const inner = written(run, '', next, linked || name === 'link')
  if (name === 'link') return `${before}[${inner.trim()}](${address(mark.attrs.href)}${titled(mark.attrs.title)})`
  if (name === 'colour') return `${before}<span style="${mark.attrs.style}">${inner}</span>`
  if (TAGS[name]) return `${before}<${TAGS[name]}>${inner}</${TAGS[name]}>`
  const [sign, tag] = STARS[name]!
  // Marks stand outside of blanks and line ends.
  const [, left, core, right] = /^((?:\s|\\\n)*)([\s\S]*?)((?:\s|\\\n)*)$/.exec(inner)!
  if (!core) return before + inner
  const head = before + left
  const last = core.at(-1)!
  const touches = /[*~]$/.test(head) || /^[*~]/.test(core) || /[*~]$/.test(core) || /^[*~]/.test(right ? '' : next)
  const product = name === 'em' && (multiplies(head.at(-1) ?? ' ', core[0]!) || multiplies(last, right ? ' ' : next || ' '))
  return head + (touches || product ? `<${tag}>${core}</${tag}>` : `${sign}${core}${sign}`) + right
}

function code(words: string): string {
  const longest = Math.max(0, ...[...words.matchAll(/`+/g)].map((run) => run[0].length))
  const fence = '`'.repeat(longest + 1)
  const pad = /^`|`$|^ .* $/.test(words) ? ' ' : ''
  return words.trim() ? `${fence}${pad}${words}${pad}${fence}` : words
}

const picture = (node: Node) => `![${node.attrs.alt}](${address(node.attrs.src)}${titled(node.attrs.title)})`
const titled = (title: string) => (title ? ` "${title.replace(/["\\]/g, '\\$&')}"` : '')

function address(href: string): string {
  const bare = href.replace(/&(?=#?\w+;)|\\/g, '\\$&')
  return /^[^\s()<>]+$/.test(bare) ? bare : `<${bare.replace(/[<>\n]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}>`
}
