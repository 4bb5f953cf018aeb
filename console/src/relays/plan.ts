import { fromPicker, shown } from '@/shared/time'
import { plan as words } from '@/texts/relays'
import type { PlanTyped, RelayChoices, RelaySeen, StepTyped } from './api'

/** A step as its form holds it. */
export interface StepForm {
  id: string
  title: string
  account: string
  owner: string
  /** Beijing time as a picker has it. */
  due: string
  text: string
  note: string
}

/** A plan as its form holds it. */
export interface PlanForm {
  title: string
  intro: string
  account: string
  template: string
  remind: number
  steps: StepForm[]
}

export const emptyStep = (): StepForm => ({ id: '', title: '', account: '', owner: '', due: '', text: '', note: '' })
export const emptyPlan = (): PlanForm => ({ title: '', intro: '', account: '', template: '', remind: 24, steps: [] })

/** A time as a picker of `PICKED` has it. */
export const picked = (at: string | null | undefined) => (at ? shown(at).replace(' ', 'T') : '')

/** The form of a step that the API gave. */
export function stepForm(one: StepTyped): StepForm {
  return { id: one.id ?? '', title: one.title, account: one.account, owner: one.owner ?? '', due: picked(one.due_at), text: one.text ?? '', note: one.note ?? '' }
}

/** The form of a relay that has not started. */
export function planForm(relay: RelaySeen): PlanForm {
  return { title: relay.title, intro: relay.intro, account: relay.account, template: relay.template, remind: relay.remind_hours, steps: relay.steps.map(stepForm) }
}

/** A form as the API takes it. */
export function planOf(form: PlanForm): PlanTyped {
  return {
    title: form.title.trim(), intro: form.intro.trim(), account: form.account, template: form.template.trim(), remind_hours: form.remind,
    steps: form.steps.map((one) => ({ id: one.id, title: one.title.trim(), account: one.account, owner: one.owner.trim(), due_at: fromPicker(one.due), text: one.text.trim(), note: one.note.trim() })),
  }
}

/** The steps with the one at `from` moved to `to`; the same where there is no such place. */
export function moved<T>(steps: readonly T[], from: number, to: number): T[] {
  if (to < 0 || to >= steps.length) return [...steps]
  const rest = steps.filter((_, n) => n !== from)
  return [...rest.slice(0, to), steps[from]!, ...rest.slice(to)]
}

/** The steps as a table that can be filled in and read again: a spreadsheet program opens it as it is. */
export function tableOf(steps: readonly StepForm[], choices: RelayChoices | undefined): string {
  const names = new Map(choices?.accounts.map((one) => [one.id, one.name]))
  const twice = new Set([...names.values()].filter((name, n, all) => all.indexOf(name) !== n))
  const called = (id: string) => (twice.has(names.get(id) ?? '') ? id : (names.get(id) ?? id))
  const rows = steps.map((one, n) => [String(n + 1), one.title, called(one.account), one.owner, one.due.replace('T', ' '), one.text, one.note])
  return '\ufeff' + [words.heads, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}

/** A cell that no spreadsheet program takes for a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
