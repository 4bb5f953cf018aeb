/** A cover as it is drawn: words on the colour of a theme or on a picture. */
export interface Cover {
  title: string
  unit: string
  main: string
  accent: string
  words: string
  background?: HTMLImageElement
  pattern: 'plain' | 'lines' | 'circles'
}

export const WIDTH = 1800
export const HEIGHT = 766
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
const LARGEST = 124
const SMALLEST = 52
const ENDS = /[，。！？；：、）》”’…\s]$/

/** Words in lines of at most `most` by `width`; no word is torn, no mark that ends a sentence begins a line. */
export function linesOf(words: string, most: number, width: (line: string) => number): string[] {
  const lines: string[] = []
  for (const part of words.split('\n')) {
    let line = ''
    for (const { segment } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(part)) {
      const fits = width(line + segment) <= most || /^[，。！？；：、）》”’…]/.test(segment)
      if (line && !fits) {
        lines.push(line.trim())
        line = ''
      }
      line += segment
    }
    if (line.trim()) lines.push(line.trim())
  }
  return lines
}

/** The size at which words stand largest, where lines that end at a mark count for more. */
export function fitted(words: string, wide: number, high: number, width: (line: string, size: number) => number): { size: number; lines: string[] } {
  let best = { size: SMALLEST, lines: linesOf(words, wide, (line) => width(line, SMALLEST)), worth: 0 }
  for (let size = LARGEST; size >= SMALLEST; size -= 4) {
    const lines = linesOf(words, wide, (line) => width(line, size))
    if (lines.length * size * LEADING > high || lines.some((line) => width(line, size) > wide + size)) continue
    const torn = lines.slice(0, -1).filter((line) => !ENDS.test(line)).length
    const worth = size * 0.75 ** torn
    if (worth > best.worth) best = { size, lines, worth }
  }
  return best
}

const LEADING = 1.35

/** Draw a cover of 1800 × 766. The middle square holds all words: phones show it in lists. */
export function draw(canvas: HTMLCanvasElement, cover: Cover): void {
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const pen = canvas.getContext('2d')!
  pen.fillStyle = cover.main
  pen.fillRect(0, 0, WIDTH, HEIGHT)
  if (cover.background) drawBackground(pen, cover.background, cover.main)
  else if (cover.pattern !== 'plain') drawPattern(pen, cover)
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillStyle = cover.words
  const room = HEIGHT - 90
  const { size, lines } = fitted(cover.title.trim(), room, HEIGHT - 220, (line, at) => {
    pen.font = `bold ${at}px ${FONT}`
    return pen.measureText(line).width
  })
  pen.font = `bold ${size}px ${FONT}`
  const step = size * LEADING
  const middle = HEIGHT / 2 - (cover.unit ? 30 : 0)
  lines.forEach((line, nth) => pen.fillText(line, WIDTH / 2, middle + (nth - (lines.length - 1) / 2) * step))
  if (!cover.unit) return
  pen.fillStyle = cover.accent === cover.main ? cover.words : cover.accent
  pen.fillRect(WIDTH / 2 - 60, HEIGHT - 140, 120, 6)
  pen.fillStyle = cover.words
  pen.font = `34px ${FONT}`
  pen.fillText(cover.unit, WIDTH / 2, HEIGHT - 90, HEIGHT - 60)
}

function drawBackground(pen: CanvasRenderingContext2D, image: HTMLImageElement, main: string): void {
  const scale = Math.max(WIDTH / image.naturalWidth, HEIGHT / image.naturalHeight)
  const [wide, high] = [image.naturalWidth * scale, image.naturalHeight * scale]
  pen.drawImage(image, (WIDTH - wide) / 2, (HEIGHT - high) / 2, wide, high)
  // Words stay legible on any picture.
  pen.globalAlpha = 0.66
  pen.fillStyle = main
  pen.fillRect(0, 0, WIDTH, HEIGHT)
  pen.globalAlpha = 1
}

function drawPattern(pen: CanvasRenderingContext2D, cover: Cover): void {
  pen.save()
  pen.globalAlpha = 0.14
  pen.strokeStyle = pen.fillStyle = cover.words
  if (cover.pattern === 'lines') {
    pen.lineWidth = 26
    for (let x = -HEIGHT; x < WIDTH; x += 130) {
      pen.beginPath()
      pen.moveTo(x, HEIGHT)
      pen.lineTo(x + HEIGHT, 0)
      pen.stroke()
    }
  } else {
    for (const [x, y, size] of [[120, 90, 230], [1680, 700, 320], [1560, 60, 120], [300, 720, 150]] as const) {
      pen.beginPath()
      pen.arc(x, y, size, 0, 2 * Math.PI)
      pen.fill()
    }
  }
  pen.restore()
}

export const asPng = (canvas: HTMLCanvasElement) =>
  new Promise<Blob>((resolve, reject) => canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('封面没有画出来，请换一张背景图再试。'))), 'image/png'))
