import { ElMessageBox } from 'element-plus'
import { Problem } from '@/api/problem'
import { series as words } from '@/texts/columns'

/** Do something that may give articles that are out other numbers: asked first, where the API says so. */
export async function renumbering<T>(doing: (renumber: boolean) => Promise<T>): Promise<T | undefined> {
  try {
    return await doing(false)
  } catch (error) {
    if (!(error instanceof Problem) || error.body.type !== 'illegal_now' || !error.message.includes(words.renumber)) throw error
    try {
      await ElMessageBox.confirm(error.message, words.renumberTitle, { confirmButtonText: words.renumber, type: 'warning' })
    } catch {
      return undefined
    }
    return await doing(true)
  }
}
