import { ElMessage, ElMessageBox } from 'element-plus'
import { h } from 'vue'
import { Problem } from '@/api/problem'

/** Tell that something was done, with a way back where there is one. */
export function told(text: string, undo?: () => Promise<unknown>): void {
  const message = ElMessage({
    type: 'success',
    duration: undo ? 8000 : 3000,
    message: undo
      ? h('span', [
          text,
          h('a', {
            role: 'button', tabindex: 0, style: 'margin-left:12px;cursor:pointer',
            onClick: () => { message.close(); void attempt(undo, '已撤销') },
          }, '撤销'),
        ])
      : text,
  })
}

/** Tell what went wrong: the sentence, and its fields where it has any. */
export function complain(error: unknown): void {
  const fields = error instanceof Problem ? (error.body.fields ?? []) : []
  const lines = [(error as Error).message, ...fields.map((one) => `${one.name}：${one.problem}`)]
  ElMessage({ type: 'error', duration: 8000, showClose: true, message: lines.join('\n') })
}

/** Do something that the API may refuse; tell how it went, and return whether it was done. */
export async function attempt(doing: () => Promise<unknown>, done = '', undo?: () => Promise<unknown>): Promise<boolean> {
  try {
    await doing()
  } catch (error) {
    complain(error)
    return false
  }
  if (done) told(done, undo)
  return true
}

/** Ask for a reason; undefined where the person thought better of it. */
export async function askReason(title: string, what: string, confirm = '确定'): Promise<string | undefined> {
  try {
    const { value } = await ElMessageBox.prompt(what, title, {
      confirmButtonText: confirm,
      cancelButtonText: '取消',
      inputType: 'textarea',
      inputValidator: (text) => !!text?.trim() || '请写明原因',
    })
    return value.trim()
  } catch {
    return undefined
  }
}

/** Ask before something that can't be taken back; says which. */
export async function confirmed(title: string, what: string, confirm = '确定'): Promise<boolean> {
  try {
    await ElMessageBox.confirm(what, title, { confirmButtonText: confirm, cancelButtonText: '取消', type: 'warning' })
    return true
  } catch {
    return false
  }
}
