import { computed, onBeforeUnmount, onMounted, reactive, ref, watch } from 'vue'
import { Problem } from '@/api/problem'
import { signedOut } from '@/api/session'
import { useMe } from '@/shell/me'
import { dropDraft, getArticle, getDraft, getText, keepDraft, lockArticle, unlockArticle, type ArticleSeen, type Typed } from '../api'
import { forgetHere, keepHere, keptHere, latestDraft, sameText, type KeptHere } from './kept'

const PAUSE = 1500
const RETRY = 8000
const RENEW = 20 * 60_000

const plain = (text: Typed): Typed => JSON.parse(JSON.stringify(text)) as Typed

/** An article's text while somebody writes it: kept at every pause, here and there, until it is saved. */
export function useWriting(id: string, isNew: boolean, unitOfNew: () => string) {
  const me = useMe()
  const person = me.me?.person ?? ''
  const text = reactive<Typed>({ fields: {}, body: '', files: {} })
  const saved = ref<Typed>({ fields: {}, body: '', files: {} })
  const article = ref<ArticleSeen>()
  const base = ref(0)
  const converted = ref(false)
  const restored = ref<{ at: string; base: number }>()
  const problem = ref<Problem>()
  const ready = ref(false)
  const keeping = ref<'clean' | 'typing' | 'kept' | 'here'>('clean')
  const keptAt = ref('')
  const draftUnit = ref('')
  let timer = 0
  let locked = 0
  let gone = false

  const unit = computed(() => article.value?.unit ?? (draftUnit.value || unitOfNew()))
  const changed = computed(() => !sameText(text, saved.value))
  const mayWrite = computed(
    () => (isNew ? me.may('newsroom:article:write', unit.value) : (article.value?.actions.find((one) => one.name === 'revise')?.allowed ?? false)),
  )

  function put(value: Typed): void {
    text.fields = { ...value.fields }
    text.files = { ...value.files }
    text.body = value.body
  }

  async function load(): Promise<void> {
    try {
      let there: KeptHere | undefined
      if (isNew) {
        const draft = await getDraft(id).catch((error: Problem) => {
          if (error.body?.status === 404) return undefined
          throw error
        })
        draftUnit.value = draft?.unit ?? ''
        there = draft && { base: 0, at: draft.at, text: asTyped(draft.written) }
      } else {
        article.value = await getArticle(id)
        const opened = await getText(id)
        base.value = opened.text.revision
        converted.value = opened.text.converted
        saved.value = asTyped(opened.text.written)
        there = opened.draft ? { base: opened.draft.base, at: opened.draft.at, text: asTyped(opened.draft.written) } : undefined
      }
      const draft = latestDraft(saved.value, there, keptHere(person, id))
      put(draft?.text ?? saved.value)
      if (draft && !isNew) {
        restored.value = { at: draft.at, base: draft.base }
        base.value = draft.base
      }
      if (!draft) forgetHere(person, id)
      problem.value = undefined
      ready.value = true
    } catch (error) {
      problem.value = error as Problem
    }
  }

  async function keep(): Promise<void> {
    if (!changed.value || gone) return
    const now = plain(text)
    try {
      const { at } = await keepDraft(id, unit.value, base.value, now)
      keptAt.value = at
      keeping.value = sameText(now, text) ? 'kept' : 'typing'
    } catch (error) {
      keeping.value = 'here'
      if (error instanceof Problem && error.body.status === 422) return
      timer = window.setTimeout(keep, RETRY)
    }
  }

  async function takeLock(force = false): Promise<void> {
    if (isNew || !article.value) return
    if (!force && Date.now() - locked < RENEW) return
    locked = Date.now()
    try {
      article.value = await lockArticle(id, force)
    } catch (error) {
      locked = 0
      if (error instanceof Problem && error.body.type === 'conflict') article.value = await getArticle(id)
      else if (force) throw error
    }
  }

  watch(
    () => [text.body, JSON.stringify(text.fields)],
    () => {
      if (!ready.value || gone) return
      clearTimeout(timer)
      if (!changed.value) return
      keepHere(person, id, { base: base.value, at: new Date().toISOString(), text: plain(text) })
      keeping.value = 'typing'
      timer = window.setTimeout(keep, PAUSE)
      void takeLock()
    },
  )
  watch(signedOut, (out) => { if (!out && changed.value) void keep() })

  /** The text was saved as a revision: nothing is left to restore. */
  function savedAs(made: ArticleSeen): void {
    clearTimeout(timer)
    article.value = made
    base.value = made.revision
    saved.value = plain(text)
    converted.value = false
    restored.value = undefined
    keeping.value = 'clean'
    forgetHere(person, id)
  }

  async function discard(): Promise<void> {
    clearTimeout(timer)
    await dropDraft(id)
    forgetHere(person, id)
    restored.value = undefined
    if (isNew) gone = true
    else await load()
    keeping.value = 'clean'
  }

  function onLeave(event: BeforeUnloadEvent): void {
    if (keeping.value === 'typing' || keeping.value === 'here') event.preventDefault()
  }

  /** The tab closes: others need not wait until the lock runs out. */
  function onGone(): void {
    if (!isNew && article.value?.lock?.mine) void unlockArticle(id, false, true).catch(() => undefined)
  }

  onMounted(() => {
    addEventListener('pagehide', onGone)
    addEventListener('beforeunload', onLeave)
    void load()
  })
  onBeforeUnmount(() => {
    removeEventListener('beforeunload', onLeave)
    removeEventListener('pagehide', onGone)
    clearTimeout(timer)
    if (changed.value && keeping.value === 'typing') void keep()
    onGone()
  })

  return {
    text, saved, article, base, converted, restored, problem, ready, keeping, keptAt, unit, changed, mayWrite,
    load, keep, put, savedAs, discard, takeLock,
  }
}

export type Writing = ReturnType<typeof useWriting>

export function asTyped(written: { fields: Record<string, string>; body: string; files?: Record<string, string> }): Typed {
  return { fields: { ...written.fields }, body: written.body, files: { ...written.files } }
}
