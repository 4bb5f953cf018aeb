import { computed, reactive, ref, type Ref } from 'vue'
import type { Examined, Remark, Typed } from '../api'

/** What a new article still lacks is told calmly, until its field was left or somebody saves; everything else at once. */
export function useWaiting(text: Typed, examined: Ref<Examined | undefined>, begun: () => boolean) {
  const touched = reactive(new Set<string>())
  const saved = ref(begun())

  function waits(one: Remark): boolean {
    if (saved.value || one.severity !== 'error' || touched.has(one.field)) return false
    return one.field ? !text.fields[one.field]?.trim() : !text.body.trim()
  }

  const all = computed(() => examined.value?.remarks ?? [])
  const remarks = computed(() => all.value.filter((one) => !waits(one)))
  const waiting = computed(() => all.value.filter(waits))

  /** A field that the person has left empty is no longer waited for; the body has no name. */
  function left({ target }: FocusEvent): void {
    const element = target as HTMLElement
    const field = element.closest<HTMLElement>('[id^="field-"]')
    if (field) touched.add(field.id.slice('field-'.length))
    else if (element.closest('[contenteditable]')) touched.add('')
  }

  return { remarks, waiting, left, insist: () => (saved.value = true) }
}
