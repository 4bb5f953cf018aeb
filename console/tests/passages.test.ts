import { expect, test } from 'vitest'
import type { CommentSeen } from '@/newsroom/api'
import { marked, nthOf } from '@/newsroom/review/passages'

const comment = (number: number, quote: string, more: Partial<CommentSeen> = {}): CommentSeen => ({
  number, quote, revision: 1, text: '看', outdated: false, by: { id: 'chu', name: '初' }, at: '2026-12-01T01:00:00Z', resolved_by: null, resolved_at: null, ...more,
})

test('a passage is cut out of its paragraph', () => {
  expect(marked(['一共三步完成'], [comment(1, '三步')])).toEqual([
    [{ text: '一共', comments: [] }, { text: '三步', comments: [1] }, { text: '完成', comments: [] }],
  ])
})

test('two comments on overlapping passages share their middle', () => {
  const [parts] = marked(['甲乙丙丁'], [comment(1, '甲乙丙'), comment(2, '乙丙丁')])
  expect(parts!.map((one) => [one.text, one.comments])).toEqual([['甲', [1]], ['乙丙', [1, 2]], ['丁', [2]]])
})

test('what is outdated or dealt with is not marked', () => {
  const all = [comment(1, '三步', { outdated: true }), comment(2, '三步', { resolved_by: { id: 'li', name: '李' } })]
  expect(marked(['三步'], all)).toEqual([[{ text: '三步', comments: [] }]])
})

test('the place of a quote is counted through the paragraphs before it', () => {
  const paragraphs = ['三步三步', '共三步']
  expect(nthOf(paragraphs, 0, '三步', 0)).toBe(1)
  expect(nthOf(paragraphs, 0, '三步', 2)).toBe(2)
  expect(nthOf(paragraphs, 1, '三步', 1)).toBe(3)
})
