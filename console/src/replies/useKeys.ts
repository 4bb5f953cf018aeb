import { onBeforeUnmount, onMounted } from 'vue'

/** Keys of a list: they never act while somebody types, but those with Ctrl. */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  function onKey(event: KeyboardEvent): void {
    const ctrl = event.ctrlKey || event.metaKey
    const typing = (event.target as HTMLElement).closest('input, textarea, [contenteditable]')
    if (event.altKey || event.isComposing || (typing && !ctrl)) return
    if (event.key === 'Enter' && !ctrl && (event.target as HTMLElement).closest('a, button, summary')) return
    const act = keys[`${ctrl ? 'Ctrl+' : ''}${event.key}`]
    if (!act) return
    event.preventDefault()
    act(event)
  }
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}
