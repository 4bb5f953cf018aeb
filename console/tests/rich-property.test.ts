import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { blocksOf, documentOf } from '@/newsroom/editor/rich/read'
import { schema } from '@/newsroom/editor/rich/schema'
import { RichText } from '@/newsroom/editor/rich/text'
import { markdownOf } from '@/newsroom/editor/rich/write'

/** Numbers from a seed, so that a failure comes again. */
function dice(seed: number): (sides: number) => number {
  let state = seed * 2654435761 + 1
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) >>> 0
    return ((state ^ (state >>> 14)) >>> 0) % sides
  }
}

const WORDS = [
  '办税', '缴费', '13%', '2026年', '。', '，', '“引号”', '（括号）', 'abc', '*', '**', '_', '~', '~~', '#', '# ', '1. ', '- ', '+ ', '> ', '|', '[', ']', '](', '!',
  '![', '[^1]', '<b>', '&lt;', '\\', '`', '``', '===', '---', ':---', '100*2', '电话：', '一、', '😀', '^[', '[!提示]', 'http://a.example',
]
const MARKS = ['strong', 'em', 'strike', 'underline', 'sub', 'sup', 'code']
const { nodes, marks } = schema

function words(roll: (sides: number) => number): Node[] {
  const made: Node[] = []
  for (let n = 1 + roll(5); n > 0; n--) {
    const text = Array.from({ length: 1 + roll(3) }, () => WORDS[roll(WORDS.length)]).join('').trim()
    if (!text) continue
    let on = roll(3) ? [] : [marks[MARKS[roll(MARKS.length)]!]!.create()]
    if (!roll(8)) on = marks.link!.create({ href: 'https://a.example/(x)?a=1&copy;' }).addToSet(on) as typeof on
    if (!roll(12)) on = marks.colour!.create({ style: 'color:#c00000' }).addToSet(on) as typeof on
    made.push(schema.text(text, on))
    if (!roll(9)) made.push(nodes.hard_break!.create(), schema.text(WORDS[roll(WORDS.length)]!.trim() || '字'))
  }
  return made.length ? made : [schema.text('字')]
}

const paragraph = (roll: (sides: number) => number) => nodes.paragraph!.create(null, words(roll))

function block(roll: (sides: number) => number, depth = 0): Node {
  const inner = () => Array.from({ length: 1 + roll(2) }, () => (depth > 1 ? paragraph(roll) : block(roll, depth + 1)))
  const item = () => nodes.list_item!.create(null, [paragraph(roll), ...(depth < 2 && !roll(3) ? [nodes.bullet_list!.create(null, nodes.list_item!.create(null, paragraph(roll)))] : [])])
  const items = () => Array.from({ length: 1 + roll(3) }, item)
  switch (roll(9)) {
    case 0: return nodes.heading!.create({ level: 1 + roll(4) }, words(roll).filter((one) => one.isText))
    case 1: return nodes.blockquote!.create({ kind: roll(2) ? '段落框' : '', title: roll(2) ? '' : '标题' }, inner())
    case 2: return nodes.bullet_list!.create(null, items())
    case 3: return nodes.ordered_list!.create({ start: 1 + roll(9) }, items())
    case 4: {
      const columns = 1 + roll(3)
      const row = (type: string) => nodes.table_row!.create(null, Array.from({ length: columns }, () => nodes[type]!.create(null, words(roll))))
      return nodes.table!.create(null, [row('table_header'), row('table_cell'), row('table_cell')])
    }
    case 5: return roll(2) ? nodes.divider!.create() : nodes.figure!.create({ src: 'a.png', alt: '说明' })
    case 6: return nodes.code_block!.create(null, schema.text(`${WORDS[roll(WORDS.length)]}\n\n  x`))
    default: return paragraph(roll)
  }
}

const textOf = (doc: Node) => doc.textBetween(0, doc.content.size, '\n', (leaf) => (leaf.type.name === 'hard_break' ? '\n' : '')).replace(/[ \t]+/g, ' ').split('\n').map((line) => line.trim()).filter(Boolean)

test('whatever is written as rich text has the same words when it is opened again', () => {
  for (let seed = 1; seed <= 800; seed++) {
    const roll = dice(seed)
    const doc = nodes.doc!.create(null, Array.from({ length: 1 + roll(4) }, () => block(roll)))
    doc.check()
    const { text } = new RichText().write(doc)
    const again = documentOf(blocksOf(text))
    expect(textOf(again), `seed ${seed}\n${text}`).toEqual(textOf(doc))
  }
}, 60_000)

test('and stays rich, block by block', () => {
  let rich = 0
  let all = 0
  for (let seed = 1; seed <= 600; seed++) {
    const made = block(dice(seed))
    const [again, ...more] = blocksOf(markdownOf(made))
    all++
    if (!more.length && again!.node.type === made.type) rich++
  }
  expect(rich / all).toBeGreaterThan(0.97)
}, 60_000)
