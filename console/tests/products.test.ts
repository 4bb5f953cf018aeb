import { describe, expect, it } from 'vitest'
import { moved, type Part } from '@/products/forms/ebook'
import { added, branchesOf, linesOf, removed, shifted, swapped, type Branch } from '@/products/forms/outline'

const OUTLINE: Branch[] = [
  { text: '一', children: [{ text: '甲', children: [] }, { text: '乙', children: [{ text: '子', children: [] }] }] },
  { text: '二', children: [] },
]
const texts = (lines: { text: string; depth: number }[]) => lines.map((one) => '·'.repeat(one.depth) + one.text)

describe('an outline as lines', () => {
  it('is the same outline again', () => {
    expect(branchesOf(linesOf(OUTLINE))).toEqual(OUTLINE)
  })
  it('takes a new line beside the one before, or below it where it has lines below', () => {
    const lines = linesOf(OUTLINE)
    expect(texts(added(lines, 0)).slice(0, 3)).toEqual(['一', '·', '·甲'])
    expect(texts(added(lines, 4)).at(-1)).toBe('')
  })
  it('moves a line deeper with all below it, never deeper than one step below its neighbour', () => {
    const lines = linesOf(OUTLINE)
    expect(texts(shifted(lines, 2, 1))).toEqual(['一', '·甲', '··乙', '···子', '二'])
    expect(shifted(lines, 1, 1)).toBe(lines)
    expect(shifted(lines, 0, -1)).toBe(lines)
  })
  it('moves a line past its neighbour with all below both', () => {
    const lines = linesOf(OUTLINE)
    expect(texts(swapped(lines, 0, 1))).toEqual(['二', '一', '·甲', '·乙', '··子'])
    expect(texts(swapped(lines, 2, -1))).toEqual(['一', '·乙', '··子', '·甲', '二'])
    expect(swapped(lines, 1, -1)).toBe(lines)
  })
  it('keeps what stood below a line that is removed', () => {
    expect(texts(removed(linesOf(OUTLINE), 0))).toEqual(['甲', '乙', '·子', '二'])
  })
})

describe('chapters of a book', () => {
  const chapter = (id: string) => ({ kind: 'article' as const, id, revision: 1, account: '', title: id })
  const parts: Part[] = [{ title: '一', chapters: [chapter('a'), chapter('b')] }, { title: '二', chapters: [chapter('c')] }]
  const ids = (some: Part[]) => some.map((one) => one.chapters.map((each) => each.id).join(''))
  it('move inside their part, and over its border', () => {
    expect(ids(moved(parts, 0, 0, 1))).toEqual(['ba', 'c'])
    expect(ids(moved(parts, 0, 1, 1))).toEqual(['a', 'bc'])
    expect(ids(moved(parts, 1, 0, -1))).toEqual(['abc', ''])
  })
  it('stay where there is nowhere to go', () => {
    expect(moved(parts, 0, 0, -1)).toBe(parts)
    expect(moved(parts, 1, 0, 1)).toBe(parts)
  })
})
