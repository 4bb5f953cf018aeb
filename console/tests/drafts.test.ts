import { expect, test } from 'vitest'
import { latestDraft, sameText } from '@/newsroom/editor/kept'
import type { Typed } from '@/newsroom/api'

const text = (body: string, fields: Record<string, string> = {}): Typed => ({ body, fields, files: {} })
const draft = (body: string, at: string) => ({ base: 1, at, text: text(body) })

test('an empty field is no field, and a line break at the end no change', () => {
  expect(sameText(text('一\n', { title: '题', source: '' }), text('一', { title: '题' }))).toBe(true)
  expect(sameText(text('一', { title: '题' }), text('一', { title: '题目' }))).toBe(false)
})

test('of two drafts the later one is offered', () => {
  const there = draft('旧', '2026-12-01T01:00:00Z')
  const here = draft('新', '2026-12-01T02:00:00Z')
  expect(latestDraft(text('存'), there, here)?.text.body).toBe('新')
  expect(latestDraft(text('存'), here, there)?.text.body).toBe('新')
})

test('a draft that says what is saved already is not offered', () => {
  expect(latestDraft(text('存'), draft('存\n', '2026-12-01T01:00:00Z'), undefined)).toBeUndefined()
  expect(latestDraft(text('存'), undefined, undefined)).toBeUndefined()
})

test('a later draft that is saved already does not hide an earlier one that is not', () => {
  const found = latestDraft(text('存'), draft('没存', '2026-12-01T01:00:00Z'), draft('存', '2026-12-01T02:00:00Z'))
  expect(found?.text.body).toBe('没存')
})
