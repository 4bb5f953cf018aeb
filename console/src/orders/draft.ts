import { fromPicker, shown } from '@/shared/time'
import { addressOf, chosenOf, type Chosen, type Node } from './addressees'
import type { Attachment, Clue, DraftTyped, OrderSeen } from './api'

/** An order as its form holds it. */
export interface Form {
  kind: DraftTyped['kind']
  urgency: NonNullable<DraftTyped['urgency']>
  title: string
  text: string
  attachments: Attachment[]
  wants: NonNullable<DraftTyped['wants']>
  /** Beijing time as a picker has it; empty: by the urgency. */
  signBy: string
  doneBy: string
  article: string
  clues: Clue[]
  to: Chosen
}

export function emptyForm(): Form {
  return {
    kind: 'rectification', urgency: 'plain', title: '', text: '', attachments: [], wants: ['text'], signBy: '', doneBy: '', article: '', clues: [{ kind: 'link', value: '' }],
    to: { by: 'tree', units: [], levels: [], tags: [], listed: '' },
  }
}

const picked = (at: string | null | undefined) => (at ? shown(at).replace(' ', 'T') : '')

/** The form of a draft that was kept. */
export function formOf(order: OrderSeen, tree: readonly Node[]): Form {
  return {
    kind: order.kind, urgency: order.urgency, title: order.title, text: order.text, wants: [...order.wants],
    attachments: order.files.map(({ key, name, kind, size }) => ({ key, name, kind, size })),
    signBy: picked(order.sign_by), doneBy: picked(order.done_by), article: order.article,
    clues: order.clues.length ? order.clues.map((one) => ({ ...one })) : [{ kind: 'link', value: '' }],
    to: chosenOf(order.address, tree),
  }
}

/** A form as the API takes it: what belongs to another kind stays behind. */
export function draftOf(form: Form, tree: readonly Node[]): DraftTyped {
  return {
    kind: form.kind, urgency: form.urgency, title: form.title.trim(), text: form.text.trim(), attachments: form.attachments, wants: form.wants,
    sign_by: fromPicker(form.signBy), done_by: fromPicker(form.doneBy),
    article: form.kind === 'reprint' ? form.article : '',
    clues: form.kind === 'takedown' ? form.clues.map((one) => ({ ...one, value: one.value.trim() })).filter((one) => one.value) : [],
    address: addressOf(form.to, tree),
  }
}
