import { expect, test } from 'vitest'
import { moved } from '@/shared/rowKeys'

test('the first key leads to the first row, whichever it is', () => {
  expect(moved(3, -1, 1)).toBe(0)
  expect(moved(3, -1, -1)).toBe(0)
})

test('the rows end where they end', () => {
  expect(moved(3, 0, 1)).toBe(1)
  expect(moved(3, 2, 1)).toBe(2)
  expect(moved(3, 0, -1)).toBe(0)
})
