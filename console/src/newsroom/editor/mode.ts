import type { Mode } from './tools'

const LAST = 'rongmei-editor-mode'

/** How this browser's user writes an article: as they did last there, else as they did last anywhere. */
export function modeOf(article: string): Mode {
  const found = localStorage.getItem(`${LAST}:${article}`) ?? localStorage.getItem(LAST)
  return found === 'plain' ? 'plain' : 'rich'
}

export function keepMode(article: string, mode: Mode): void {
  try {
    localStorage.setItem(`${LAST}:${article}`, mode)
    localStorage.setItem(LAST, mode)
  } catch {
    // A full storage: the choice holds until the page is left.
  }
}
