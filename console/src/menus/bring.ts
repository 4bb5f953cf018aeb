import { ElMessageBox } from 'element-plus'
import { Problem } from '@/api/problem'
import { complain, confirmed, told } from '@/shared/act'
import type { PublicationSeen } from './api'
import { plan as words } from '@/texts/menus'

/**
 * Do what brings a menu to followers, and tell what came of it; true where the page is to be loaded anew.
 *
 * A menu that somebody made elsewhere is replaced only when that is said once more. Who was slower reads who was faster,
 * in words that stay until they are read: what the page shows is not the newest any more.
 */
export async function bring(make: (overwrite: boolean) => Promise<PublicationSeen>, overAsk: string, overwrite = false): Promise<boolean> {
  try {
    const made = await make(overwrite)
    if (made.state === 'failed') complain(new Error(`${words.done.failed}：${made.problem}`))
    else told(words.done[made.state] ?? made.state_name)
    return true
  } catch (error) {
    const drifted = error instanceof Problem && error.body.remedies?.some((one) => one.action === 'menu.publish_over')
    if (drifted && !overwrite) return (await confirmed(words.drifted, overAsk, words.over)) && (await bring(make, overAsk, true))
    if (await overtaken(error)) return true
    complain(error)
    return false
  }
}

/** Whether somebody was faster; it is told. */
export async function overtaken(error: unknown): Promise<boolean> {
  if (!(error instanceof Problem) || error.body.type !== 'conflict') return false
  await ElMessageBox.alert(error.message, words.notDone, { confirmButtonText: words.newest, type: 'warning' }).catch(() => undefined)
  return true
}
