/** A box on a picture, in parts of its width and height from 0 to 1. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

export const RATIOS = { crop_235_1: 2.35, crop_1_1: 1 } as const
export type CropName = keyof typeof RATIOS

/** The largest box of a ratio in the middle of a picture; `shape` is the picture's width by its height. */
export function whole(shape: number, ratio: number): Box {
  const [wide, high] = shape > ratio ? [ratio / shape, 1] : [1, shape / ratio]
  return { left: (1 - wide) / 2, top: (1 - high) / 2, right: (1 + wide) / 2, bottom: (1 + high) / 2 }
}

/** As an author writes it: left, top, right, bottom in per cent. */
export const asField = (box: Box) => [box.left, box.top, box.right, box.bottom].map((part) => String(Number((part * 100).toFixed(4)))).join(' ')

export function fromField(text: string | undefined): Box | undefined {
  const parts = (text ?? '').trim().split(/[\s,_，]+/).map(Number)
  if (parts.length !== 4 || parts.some((one) => !(one >= 0 && one <= 100))) return undefined
  const [left, top, right, bottom] = parts.map((one) => one / 100) as [number, number, number, number]
  return right > left && bottom > top ? { left, top, right, bottom } : undefined
}

/** The box moved by parts of the picture; it stays inside. */
export function moved(box: Box, x: number, y: number): Box {
  const [wide, high] = [box.right - box.left, box.bottom - box.top]
  const left = Math.min(Math.max(0, box.left + x), 1 - wide)
  const top = Math.min(Math.max(0, box.top + y), 1 - high)
  return { left, top, right: left + wide, bottom: top + high }
}

const LEAST = 0.1

/** The box with another width about its upper left corner, of the same ratio and inside the picture. */
export function resized(box: Box, wide: number): Box {
  const slope = (box.bottom - box.top) / (box.right - box.left)
  const most = Math.min(1 - box.left, (1 - box.top) / slope)
  const now = Math.min(Math.max(Math.min(LEAST, most), wide), most)
  return { ...box, right: box.left + now, bottom: box.top + now * slope }
}
