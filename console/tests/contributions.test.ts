import { expect, test } from 'vitest'
import { moved, spanOf, turned } from '@/contributions/period'

test('the period before January, the first quarter or a year is in the year before', () => {
  expect(moved('2026-01', -1)).toBe('2025-12')
  expect(moved('2026-Q1', -1)).toBe('2025-Q4')
  expect(moved('2026', -1)).toBe('2025')
  expect(moved('2026-12', 1)).toBe('2027-01')
  expect(moved('2026-Q4', 1)).toBe('2027-Q1')
})

test('a period of another kind holds the first month of this one', () => {
  expect(turned('2026-11', 'quarter')).toBe('2026-Q4')
  expect(turned('2026-Q4', 'month')).toBe('2026-10')
  expect(turned('2026', 'quarter')).toBe('2026-Q1')
  expect(turned('2026-Q2', 'year')).toBe('2026')
})

test('a period tells of what kind it is', () => {
  expect(['2026-11', '2026-Q4', '2026'].map(spanOf)).toEqual(['month', 'quarter', 'year'])
})
