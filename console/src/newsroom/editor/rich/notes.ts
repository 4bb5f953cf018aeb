import type { Env, MarkdownIt } from 'markdown-it'

/** What a whole text defines, for reading one of its blocks alone. */
export interface Defined extends Env {
  notes?: Record<string, true>
}

/** Footnotes: `[^1]: …` as one block, `[^1]` and `^[…]` in the words. */
export function addNotes(parser: MarkdownIt): void {
  parser.block.ruler.before('reference', 'note', (state, start, end, silent) => {
    const first = state.bMarks[start]! + state.tShift[start]!
    const found = /^\[\^([^\s\]]+)\]:/.exec(state.src.slice(first, state.eMarks[start]!))
    if (!found) return false
    if (silent) return true
    const env = state.env as Defined
    env.notes = { ...env.notes, [found[1]!]: true }
    let next = start + 1
    let last = start
    // Indented lines belong to it, also behind empty ones; so do lines that run on.
    while (next < end) {
      if (state.isEmpty(next)) {
        next++
        continue
      }
      const runsOn = last === next - 1 && !/^\s*(?:#|>|[-+*]\s|\d+[.)]\s|```|~~~|\[\^|\||<|---|\*\*\*)/.test(state.src.slice(state.bMarks[next]!, state.eMarks[next]!))
      if (state.sCount[next]! < state.blkIndent + 4 && !runsOn) break
      last = next++
    }
    const token = state.push('note', '', 0)
    token.map = [start, last + 1]
    token.content = state.getLines(start, last + 1, 0, false)
    state.line = last + 1
    return true
  }, { alt: ['paragraph', 'reference'] })
  parser.inline.ruler.after('image', 'note_mark', (state, silent) => {
    const found = /^\[\^([^\s\]]+)\]/.exec(state.src.slice(state.pos, state.posMax))
    if (!found || !(state.env as Defined).notes?.[found[1]!]) return false
    if (!silent) state.push('note_mark', '', 0).content = found[1]!
    state.pos += found[0].length
    return true
  })
  parser.inline.ruler.after('image', 'note_inside', (state, silent) => {
    if (!state.src.startsWith('^[', state.pos)) return false
    const end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if (end < 0) return false
    if (!silent) state.push('note_inside', '', 0).content = state.src.slice(state.pos, end + 1)
    state.pos = end + 1
    return true
  })
  parser.renderer.rules.note = (tokens, at) => `<note>${tokens[at]!.content}</note>`
  parser.renderer.rules.note_mark = (tokens, at) => `<mark>${tokens[at]!.content}</mark>`
  parser.renderer.rules.note_inside = (tokens, at) => `<inside>${tokens[at]!.content}</inside>`
}
