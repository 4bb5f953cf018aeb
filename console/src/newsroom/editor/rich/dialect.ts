import markdownIt, { type MarkdownIt } from 'markdown-it'
import { addNotes } from './notes'

/**
 * The Markdown of articles, read as the server reads it (newsroom/composing/sources): Chinese emphasis, lines that
 * mean to break, footnotes. tests/cloud/console/test_rich_text.py holds the two against each other.
 */
export function dialect(): MarkdownIt {
  const parser = markdownIt('commonmark').enable(['table', 'strikethrough']).disable('code')
  parser.validateLink = () => true
  // Addresses stay as their author wrote them; the server normalizes.
  parser.normalizeLink = (address) => address
  parser.normalizeLinkText = (address) => address
  const scan = parser.inline.State
  parser.inline.State = class extends scan {
    override scanDelims(start: number, splits: boolean) {
      const marker = this.src.charAt(start)
      if (marker === '_') return super.scanDelims(start, splits)
      let end = start
      while (end < this.posMax && this.src.charAt(end) === marker) end++
      const before = start > 0 ? this.src.charAt(start - 1) : ' '
      const after = end < this.posMax ? this.src.charAt(end) : ' '
      const length = end - start
      if (marker === '*' && (length >= MASK || (length === 1 && multiplies(before, after)))) return { can_open: false, can_close: false, length }
      return { can_open: !blank(after), can_close: !blank(before), length }
    }
  } as typeof scan
  const blank = (sign: string) => parser.utils.isWhiteSpace(sign.charCodeAt(0))
  parser.core.ruler.before('inline', 'lines', (state) => {
    for (const token of state.tokens) if (token.type === 'inline' && token.content.includes('\n')) token.content = withBreaks(token.content)
  })
  addNotes(parser)
  return parser
}

/** So many stars in a row hide digits. */
const MASK = 4
const FULL = 60
const ENDS = /[。！？；：….!?;:][”’」』）)\]*~_]*$/
const POINT = /^(?:[*_~]*(?:[（(]?[一二三四五六七八九十百]{1,4}[）)、.．]|第[一二三四五六七八九十百\d]{1,4}[条章节项款步]|[（(]?\d{1,3}[）)、.．]|[①-⑳⑴-⒇㈠-㈩•·●▪◆■※★☆✅☑☐▶▷→]|[^\s，。：:]{1,10}[：:]))/u
const ALONE = /^\s*(?:!\[[^\]]*\]\([^)]*\)|\[![^\]]+\].*|<[^>]+>)\s*$/
const WIDE = /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u
const DIGIT = /\p{Nd}|\p{No}/u
const WORD = /[\p{L}\p{N}]/u

/** Whether a single star stands between a number and another number or word. */
export function multiplies(before: string, after: string): boolean {
  return (DIGIT.test(before) && WORD.test(after)) || (WORD.test(before) && DIGIT.test(after))
}

function withBreaks(text: string): string {
  const [first, ...rest] = text.split('\n')
  let made = first!
  let before = first!
  for (const after of rest) {
    made += (meansIt(before, after) ? '  \n' : '\n') + after
    before = after
  }
  return made
}

function meansIt(before: string, after: string): boolean {
  if (ALONE.test(before) || ALONE.test(after) || before.endsWith('\\')) return false
  const [above, below] = [before.trim(), after.trim()]
  if (POINT.test(below) || ENDS.test(above)) return true
  const last = [...above].at(-1) ?? ''
  const next = [...below][0] ?? ''
  return (WIDE.test(last) || WIDE.test(next)) && width(above) < FULL
}

const width = (line: string) => [...line].reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0)
