/** Whether a key goes into a field where somebody writes. */
export function isTyping(target: EventTarget | null): boolean {
  const at = target as HTMLElement | null
  return !!at && (at.isContentEditable || /^(input|textarea|select)$/i.test(at.tagName))
}

/** Whether a key belongs to an input method that is choosing characters: it must be left to it. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229
}

/** Whether a key sends, as the person has chosen: Enter, with Shift+Enter for a new line; or Ctrl+Enter alone. */
export function sends(event: KeyboardEvent, byEnter: boolean): boolean {
  if (event.key !== 'Enter' || isComposing(event) || event.altKey) return false
  if (event.ctrlKey || event.metaKey) return true
  return byEnter && !event.shiftKey
}

/** The name of a shortcut with Alt, by the key's place on the keyboard: `Alt+1`, `Alt+N`; empty for another key. */
export function shortcut(event: KeyboardEvent): string {
  if (!event.altKey || event.ctrlKey || event.metaKey || isComposing(event)) return ''
  const place = event.code.replace(/^(Digit|Numpad|Key|Arrow)/, '')
  return `Alt+${place}`
}
