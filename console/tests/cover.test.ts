import { describe, expect, test } from 'vitest'
import { asField, fromField, moved, resized, whole } from '@/newsroom/editor/crop'
import { fitted, linesOf } from '@/newsroom/editor/coverDrawing'

const wide = (line: string, size = 1) => [...line].length * size

describe('a cover is cropped', () => {
  test.each([[900 / 383, 2.35], [1, 2.35], [3, 1], [0.5, 1]])('to the largest box of the shape: %d, %d', (shape, ratio) => {
    const box = whole(shape, ratio)
    expect(((box.right - box.left) / (box.bottom - box.top)) * shape).toBeCloseTo(ratio)
    expect(Math.max(box.right - box.left, box.bottom - box.top)).toBeCloseTo(1)
  })

  test('and the box never leaves the picture or loses its shape', () => {
    let box = whole(1.5, 2.35)
    for (const [x, y, size] of [[5, 5, 0.3], [-9, 0.1, 4], [0.2, -3, 0.001], [1, 1, 2]] as const) {
      box = resized(moved(box, x, y), size)
      expect(Math.min(box.left, box.top)).toBeGreaterThanOrEqual(0)
      expect(Math.max(box.right, box.bottom)).toBeLessThanOrEqual(1 + 1e-9)
      expect(((box.right - box.left) / (box.bottom - box.top)) * 1.5).toBeCloseTo(2.35)
    }
  })

  test('and is written as authors write it', () => {
    const box = { left: 0, top: 0.1, right: 1, bottom: 0.525 }
    expect(asField(box)).toBe('0 10 100 52.5')
    expect(fromField('0 10 100 52.5')).toEqual(box)
    expect(fromField('0 10 100')).toBeUndefined()
    expect(fromField('60 0 40 100')).toBeUndefined()
  })
})

describe('words of a cover', () => {
  test('break between words, and no mark begins a line', () => {
    const lines = linesOf('专项附加扣除：六个高频问题', 7, wide)
    expect(lines.join('')).toBe('专项附加扣除：六个高频问题')
    expect(lines.every((line) => !/^[：，。]/.test(line))).toBe(true)
  })

  test('break at a mark where that costs little', () => {
    expect(fitted('专项附加扣除：六个高频问题', 676, 540, wide).lines).toEqual(['专项附加扣除：', '六个高频问题'])
  })

  test('stay within the cover however long they are', () => {
    const { size, lines } = fitted('一'.repeat(60), 676, 540, wide)
    expect(size).toBeGreaterThanOrEqual(52)
    expect(lines.join('')).toBe('一'.repeat(60))
  })
})
