import { useRouter } from 'vue-router'
import { attempt } from '@/shared/act'
import { workOn } from '@/board/api'
import { board as words } from '@/texts/production'
import { remindOf, startProduct, type Row } from './api'

/** The one next step of a product, wherever it is shown: begin, go on, or remind who makes it. */
export function useSteps(again: () => Promise<void>) {
  const router = useRouter()

  async function take(one: Row): Promise<void> {
    const { row } = one
    if (row.step.name === 'open') {
      await router.push(row.path)
    } else if (row.step.name === 'start') {
      let path = ''
      if (await attempt(async () => { path = (await startProduct(row.topic, row.assignment)).path })) await router.push(path)
    } else if (await attempt(() => remindOf(row.topic, row.assignment), words.reminded(one.name))) {
      await again()
    }
  }

  async function finish(one: Row): Promise<void> {
    if (await attempt(() => workOn(one.row.topic, one.row.assignment, { article: '', done: true }), words.finished)) await again()
  }
  return { take, finish }
}
