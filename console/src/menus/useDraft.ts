import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { ElMessageBox } from 'element-plus'
import { Problem } from '@/api/problem'
import { complain } from '@/shared/act'
import { copied } from './tree'
import { saveDraft, type DifferenceSeen, type FaultSeen, type MenuDocument, type MenuSeen } from './api'
import { menu as words } from '@/texts/menus'

const PAUSE = 700

/** The draft as one types it: saved a moment after the last change, never over what somebody else saved meanwhile. */
export function useDraft(account: Ref<string>, seen: Ref<MenuSeen | undefined>, again: () => Promise<void>) {
  const document = ref<MenuDocument>({ buttons: [], conditional: [] })
  const edition = ref(0)
  const faults = ref<FaultSeen[]>([])
  const changes = ref<DifferenceSeen[]>([])
  const state = ref<'saved' | 'unsaved' | 'saving'>('saved')
  let timer = 0
  let under: Promise<void> | undefined
  let loaded = ''

  watch(seen, (found) => {
    if (!found) return
    // Somebody who types keeps what they typed; an account that was just opened is shown as it is.
    if (state.value !== 'saved' && loaded === account.value) return
    loaded = account.value
    document.value = copied(found.draft)
    edition.value = found.edition
    faults.value = found.faults
    changes.value = found.changes
    state.value = 'saved'
  }, { immediate: true })

  function change(after: MenuDocument): void {
    document.value = after
    state.value = 'unsaved'
    clearTimeout(timer)
    timer = window.setTimeout(() => void save(), PAUSE)
  }

  /** Save what is not saved yet; says whether all is. */
  async function save(): Promise<boolean> {
    clearTimeout(timer)
    await under
    if (state.value === 'saved') return true
    under = write()
    await under
    under = undefined
    return (state.value as string) === 'saved'
  }

  async function write(): Promise<void> {
    const sent = document.value
    state.value = 'saving'
    try {
      const done = await saveDraft(account.value, sent, edition.value)
      edition.value = done.edition
      if (document.value !== sent) {
        state.value = 'unsaved'
        return
      }
      faults.value = done.faults
      changes.value = done.changes
      state.value = 'saved'
    } catch (error) {
      state.value = 'unsaved'
      if (error instanceof Problem && error.body.type === 'conflict') await conflict(error)
      else complain(error)
    }
  }

  async function conflict(error: Problem): Promise<void> {
    try {
      await ElMessageBox.confirm(words.conflictAsk, `${words.conflict}${error.body.by ? `（${error.body.by}）` : ''}`, { confirmButtonText: words.reload, cancelButtonText: words.stay, type: 'warning' })
    } catch {
      return
    }
    state.value = 'saved'
    await again()
  }

  onBeforeUnmount(() => { if (state.value === 'unsaved') void save() })
  return { document, edition, faults, changes, state, change, save }
}
